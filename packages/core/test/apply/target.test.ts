import { describe, expect, test } from 'vitest';
import { stateOf } from '../../src/apply/failures/state.ts';
import { SessionLog } from '../../src/apply/session/session-log.ts';
import { NamedTargets } from '../../src/apply/target/named-targets.ts';
import { Selection } from '../../src/apply/target/selection.ts';
import { SingleTarget } from '../../src/apply/target/single-target.ts';
import { usualModes } from '../../src/split/reading-modes.ts';
import { understand } from '../../src/understand/understand.ts';
import type { Understood } from '../../src/understand/understood.ts';

const understood = (sql: string): Understood =>
  understand({ bytes: Buffer.from(sql), headBytes: 0, rows: 0 }, usualModes);

describe('one target', () => {
  const rules = { force: false, caseInsensitive: false };
  const actionOf = (target: SingleTarget, sql: string): string =>
    target.route(understood(sql)).action;

  test('takes what names no database', () => {
    const target = new SingleTarget('x', rules, undefined);
    expect(actionOf(target, 'CREATE TABLE t (id INT)')).toBe('run');
    expect(actionOf(target, 'INSERT INTO t VALUES (1)')).toBe('run');
  });

  test('is used in place of the database that the dump names', () => {
    const target = new SingleTarget('x', rules, undefined);
    expect(actionOf(target, 'CREATE DATABASE IF NOT EXISTS shop')).toBe('leaveOut');
    expect(actionOf(target, 'USE shop')).toBe('leaveOut');
    expect(actionOf(target, 'CREATE TABLE shop.t (id INT)')).toBe('rename');
    expect(actionOf(target, 'ALTER DATABASE shop COLLATE latin1_bin')).toBe('rename');
    expect(() => target.route(understood('USE other'))).toThrow(/several databases.*databases/);
  });

  test('refuses what writes elsewhere', () => {
    const target = new SingleTarget('x', rules, 'shop');
    for (const sql of [
      'CREATE TABLE mysql.t (id INT)',
      'INSERT INTO mysql.t VALUES (1)',
      'DROP TABLE t, mysql.t',
      'CREATE TRIGGER t BEFORE INSERT ON mysql.t FOR EACH ROW SET @x = 1',
    ]) {
      expect(actionOf(target, sql)).toBe('refuse');
    }
  });

  test('takes its own database in any spelling for its own, where case does not count', () => {
    const target = new SingleTarget('x', { force: false, caseInsensitive: true }, 'Shop');
    expect(target.route(understood('DROP TABLE shop.a, SHOP.b'))).toEqual({
      action: 'rename',
      from: ['Shop', 'shop', 'SHOP'],
      to: 'x',
    });
    expect(actionOf(target, 'DROP TABLE shops.a')).toBe('refuse');
    expect(actionOf(target, 'INSERT INTO X.t VALUES (1)')).toBe('rename');
    const exact = new SingleTarget('x', rules, 'Shop');
    expect(actionOf(exact, 'DROP TABLE shop.a')).toBe('refuse');
  });

  test('takes sequences for its own that the dump has made', () => {
    const table = 'CREATE TABLE t (a INT DEFAULT nextval(`old`.`s`), b INT DEFAULT nextval(old.r))';
    const target = new SingleTarget('x', rules, undefined);
    actionOf(target, 'CREATE SEQUENCE s');
    expect(actionOf(target, table)).toBe('refuse');
    expect(target.route(understood(table))).toMatchObject({
      reason: expect.stringContaining('of database `old`'),
    });
    actionOf(target, 'CREATE SEQUENCE r');
    expect(actionOf(target, 'CREATE TABLE old.t (a INT DEFAULT nextval(old.s))')).toBe('refuse');
    expect(target.route(understood(table))).toEqual({ action: 'rename', from: ['old'], to: 'x' });
  });

  test('leaves out what belongs to the server', () => {
    const target = new SingleTarget('x', rules, undefined);
    for (const sql of [
      "SET @@GLOBAL.GTID_PURGED='a'",
      'SET @@SESSION.SQL_LOG_BIN= 0',
      'SET @@SESSION.SQL_LOG_BIN = @MYSQLDUMP_TEMP_LOG_BIN',
      "CHANGE MASTER TO MASTER_LOG_FILE='x'",
      "CREATE USER 'a'@'b'",
    ]) {
      expect(target.route(understood(sql))).toMatchObject({
        action: 'leaveOut',
        warning: expect.stringContaining('databases'),
      });
    }
    const saved = 'SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN';
    expect(actionOf(target, saved)).toBe('run');
  });
});

describe('databases under their own names', () => {
  test('are those of the list', () => {
    const rules = { force: false, caseInsensitive: true };
    const targets = new NamedTargets(['Shop'], rules, () => true);
    const actionOf = (sql: string): string => targets.route(understood(sql)).action;
    expect(actionOf('USE other')).toBe('leaveOut');
    expect(actionOf('CREATE TABLE t (id INT)')).toBe('leaveOut');
    expect(actionOf('USE shop')).toBe('run');
    expect(actionOf('CREATE TABLE t (id INT)')).toBe('run');
    expect(actionOf('CREATE TABLE other.t (id INT)')).toBe('refuse');
    expect(actionOf('DROP DATABASE shop')).toBe('refuse');
    expect(actionOf('SET GLOBAL x = 1')).toBe('run');
  });

  test('hold nothing of what was prepared for those that are left out', () => {
    const rules = { force: false, caseInsensitive: false };
    const targets = new NamedTargets(['shop'], rules, () => true);
    const actionOf = (sql: string): string => targets.route(understood(sql)).action;
    expect(actionOf("PREPARE s FROM 'SET @x = 1'")).toBe('run');
    actionOf('USE shop');
    expect(actionOf('EXECUTE s')).toBe('run');
    actionOf('USE other');
    expect(actionOf("PREPARE s FROM 'CREATE TABLE t (id INT)'")).toBe('leaveOut');
    expect(actionOf('EXECUTE s')).toBe('leaveOut');
    actionOf('USE shop');
    expect(actionOf('EXECUTE s')).toBe('run');
  });

  test('need a dump that names them', () => {
    const rules = { force: false, caseInsensitive: false };
    const targets = new NamedTargets('all', rules, () => true);
    expect(() => targets.route(understood('CREATE TABLE t (id INT)'))).toThrow(/database/);
  });
});

test('a selection knows tables by name, with or without their database', () => {
  const selection = new Selection(['a', 'shop.b', 'c']);
  expect(selection.takes(understood('INSERT INTO a VALUES (1)'), ['x'])).toBe(true);
  expect(selection.takes(understood('INSERT INTO b VALUES (1)'), ['x'])).toBe(false);
  expect(selection.takes(understood('INSERT INTO b VALUES (1)'), [undefined, 'shop'])).toBe(true);
  expect(selection.takes(understood('CREATE PROCEDURE a() SELECT 1'), ['x'])).toBe(false);
  expect(selection.missing).toEqual(['c']);
});

test('a log gives the statements between two positions, also after it was cut', () => {
  const log = new SessionLog();
  for (let n = 0; n < 3000; n++) log.add(Buffer.from(String(n)));
  log.forget(2500);
  log.add(Buffer.from('last'));
  expect(log.end).toBe(3001);
  expect(log.length).toBe(501);
  expect(log.between(2999, log.end).map(String)).toEqual(['2999', 'last']);
});

test('the state says what is there and how to go on', () => {
  const state = { databases: ['x'], last: 812, several: false, resumable: true, missingKeys: [] };
  expect(stateOf(state)).toBe(
    'Statements 1 to 812 are in the database `x`; go on from there with the option resume, or begin ' +
      'anew with force.',
  );
  expect(stateOf({ ...state, databases: [] })).toBe('Nothing was written.');
  expect(stateOf({ ...state, resumable: false })).toContain('empty database');
  const missing = { ...state, missingKeys: ['ALTER TABLE `x`.`t` ADD KEY `k` (`k`)'] };
  expect(stateOf(missing)).toContain('resume adds them (ALTER TABLE `x`.`t` ADD KEY `k` (`k`))');
  expect(stateOf({ ...missing, resumable: false })).toContain('nothing else adds them (ALTER');
});
