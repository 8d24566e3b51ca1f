/** Starting several snapshots on servers and connections that can not be had here: all are fakes. */

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ResultRow } from '../../src/connect/database-connection.ts';
import type { OwnedSession } from '../../src/connect/sql-session.ts';
import { DumpError } from '../../src/errors.ts';
import { type SnapshotRequest, startSnapshots } from '../../src/snapshot/parallel-snapshot.ts';

/** Values of a row, an error, or whatever a promise of them becomes. */
type Answer = readonly (string | null)[] | DumpError | Promise<readonly (string | null)[]>;

/** A fake of a session: answers are looked up by how a statement begins; the rest has no rows. */
class FakeSession implements OwnedSession {
  readonly statements: string[] = [];
  ended: 'no' | 'end' | 'destroy' = 'no';
  readonly #answers: Readonly<Record<string, Answer>>;

  constructor(answers: Readonly<Record<string, Answer>>) {
    this.#answers = answers;
  }

  async query(sql: string): Promise<readonly ResultRow[]> {
    this.statements.push(sql);
    const start = Object.keys(this.#answers).find((key) => sql.startsWith(key));
    const answer = await (start === undefined ? [] : this.#answers[start]);
    if (answer instanceof DumpError) throw answer;
    if (answer === undefined || answer.length === 0) return [];
    return [answer.map((value) => (value === null ? null : Buffer.from(value)))];
  }

  async end() {
    if (this.ended === 'no') this.ended = 'end';
  }

  destroy() {
    if (this.ended === 'no') this.ended = 'destroy';
  }
}

/** What every server answers. */
const usual = {
  'SHOW GLOBAL VARIABLES': ['innodb_read_only', 'OFF'],
  'SELECT GET_LOCK': ['1'],
  'SELECT IS_USED_LOCK': ['7'],
  'SELECT UNIX_TIMESTAMP': ['1700000000.5'],
  'SELECT @@max_allowed_packet': ['4194304'],
} as const;

function serverError(code: 'AUTHENTICATION_FAILED' | 'MISSING_PRIVILEGE', errno: number) {
  const cause = Object.assign(new Error('Access denied for user'), { errno });
  return new DumpError(code, 'The server refused.', { cause });
}

const tables = [{ database: 'shop', name: 'orders' }];

function request(
  answers: Readonly<Record<string, Answer>> = {},
  changes: Partial<SnapshotRequest> = {},
) {
  const session = () => new FakeSession({ ...usual, ...answers });
  const coordinator = session();
  const locker = session();
  const readers = [session(), session()];
  const asked: SnapshotRequest = {
    coordinator,
    readers,
    openLocker: async () => locker,
    listTables: async () => tables,
    server: { flavor: 'mysql', version: '8.0.36' },
    account: "'admin'@'%'",
    options: {},
    signal: new AbortController().signal,
    ...changes,
  };
  return { asked, coordinator, locker, readers };
}

describe('on a fake of Amazon RDS, which speaks of the password', () => {
  const refused = { 'FLUSH TABLES': serverError('AUTHENTICATION_FAILED', 1045) };

  test('the dumped tables are locked', async () => {
    const { asked, locker } = request(refused);
    expect(await startSnapshots(asked)).toMatchObject({ readers: 2 });
    expect(locker.statements).toContain('LOCK TABLES `shop`.`orders` READ');
    expect(locker.statements).toContain('UNLOCK TABLES');
    expect(locker.ended).toBe('end');
  });

  test('RELOAD is not what is to be granted', async () => {
    const { asked } = request({
      ...refused,
      'LOCK TABLES': serverError('MISSING_PRIVILEGE', 1044),
    });
    const { warning } = await startSnapshots(asked);
    expect(warning?.message).toContain("Run: GRANT LOCK TABLES ON `shop`.* TO 'admin'@'%'.");
    expect(warning?.message).not.toContain('RELOAD');
  });

  test('a position of the binary log can not be had', async () => {
    const { asked } = request(refused, { options: { sourceData: 2 } });
    await expect(startSnapshots(asked)).rejects.toMatchObject({
      code: 'MISSING_PRIVILEGE',
      message: expect.stringContaining('Amazon RDS does not allow it'),
    });
  });
});

test('on a fake of a reader of Aurora no lock is tried: the writer changes the rows beneath it', async () => {
  const { asked, locker } = request({ 'SHOW GLOBAL VARIABLES': ['innodb_read_only', 'ON'] });
  const { readers, warning } = await startSnapshots(asked);
  expect(readers).toBe(0);
  expect(warning?.message).toContain('Connect to the writer');
  expect(locker.statements).toEqual([]);
});

test('a connection too many for the fake of a server is no reason to end the dump', async () => {
  const full = new DumpError('CONNECT_FAILED', 'Too many connections.');
  const changes = { openLocker: () => Promise.reject(full) };
  const { readers, warning } = await startSnapshots(request({}, changes).asked);
  expect(readers).toBe(0);
  expect(warning?.message).toContain('one moment: Too many connections. The rows');
  const strict = { ...changes, options: { parallelFallback: 'error' } } as const;
  await expect(startSnapshots(request({}, strict).asked)).rejects.toMatchObject({
    code: 'CONNECT_FAILED',
  });
});

test('a statement with more names than the fake of a server takes is not sent', async () => {
  const answers = {
    'SELECT @@max_allowed_packet': ['32'],
    'FLUSH TABLES': serverError('MISSING_PRIVILEGE', 1227),
  };
  const { asked, locker } = request(answers);
  const { readers, warning } = await startSnapshots(asked);
  expect(readers).toBe(0);
  expect(warning?.message).toContain('max_allowed_packet');
  expect(locker.statements.filter((sql) => sql.startsWith('LOCK'))).toEqual([]);
});

test('without readers there is no lock', async () => {
  const { asked, locker, coordinator } = request({}, { readers: [] });
  const started = await startSnapshots(asked);
  expect(started).toMatchObject({ readers: 0, snapshot: { connections: 1 } });
  expect(started).not.toHaveProperty('warning');
  expect(locker.statements).toEqual([]);
  expect(coordinator.statements.at(-1)).toMatch(/^SAVEPOINT/);
});

describe('when a fake of a connection hangs while the lock is held', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ['FLUSH TABLES WITH READ LOCK', {}],
    ['LOCK TABLES', { 'FLUSH TABLES': serverError('MISSING_PRIVILEGE', 1227) }],
  ])(
    '%s is given back after the lock timeout of 5 seconds, and the rows are read over one',
    async (_name, answers) => {
      const { asked, locker, coordinator } = request(answers);
      const hanging = new FakeSession({
        ...usual,
        'START TRANSACTION': new Promise<never>(() => {}),
      });
      const starting = startSnapshots({ ...asked, readers: [...asked.readers, hanging] });
      // No time passes by that.
      while (!hanging.statements.at(-1)?.startsWith('START')) await vi.advanceTimersByTimeAsync(0);
      await vi.advanceTimersByTimeAsync(4_900);
      expect(locker.ended).toBe('no');
      await vi.advanceTimersByTimeAsync(200);
      expect(locker.ended).toBe('destroy');
      const { readers, warning } = await starting;
      expect(readers).toBe(0);
      expect(warning?.message).toContain('not all connections began within 5 seconds');
      expect(coordinator.statements.filter((sql) => sql.startsWith('START'))).toHaveLength(2);
    },
  );
});
