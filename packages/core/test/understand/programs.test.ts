/** Statements as the exports of other programs hold them, none of which can be run here. */

import { describe, expect, test } from 'vitest';
import { usualModes } from '../../src/split/reading-modes.ts';
import { targetsOf } from '../../src/understand/targets.ts';
import { understand } from '../../src/understand/understand.ts';

/** What is done, to what, and in which database: `create table t`, `insert table t in shop`. */
function told(sql: string): string {
  const understood = understand({ bytes: Buffer.from(sql), headBytes: 0, rows: 0 }, usualModes);
  const { kind, object, name, table, ordered } = understood;
  const [database] = targetsOf(understood);
  return [
    ...[kind, object, name].filter((part) => part !== undefined),
    ...(table === undefined ? [] : ['on', table]),
    ...(ordered === true ? ['ordered'] : []),
    ...(database === undefined || database === name ? [] : ['in', database]),
  ].join(' ');
}

type Told = readonly (readonly [sql: string, told: string])[];

const mydumper: Told = [
  ['/*!40101 SET NAMES binary*/', 'setSession'],
  ['/*!40014 SET FOREIGN_KEY_CHECKS=0*/', 'setSession'],
  ["/*!40103 SET TIME_ZONE='+00:00' */", 'setSession'],
  [
    'CREATE DATABASE /*!32312 IF NOT EXISTS*/ `shop` /*!40100 DEFAULT CHARACTER SET utf8mb4 */',
    'create database shop',
  ],
  ['CREATE TABLE IF NOT EXISTS `v`(\n`a` int,\n`b` int\n) ENGINE=MEMORY', 'create table v'],
  ['DROP TABLE IF EXISTS `v`', 'drop table v'],
  ['DROP VIEW IF EXISTS `v`', 'drop view v'],
  ['SET @PREV_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT', 'setSession'],
  ["SET character_set_client = 'utf8mb4'", 'setSession'],
  [
    'CREATE ALGORITHM=UNDEFINED DEFINER=`a`@`%` SQL SECURITY DEFINER VIEW `v` AS select 1',
    'create view v',
  ],
  ['INSERT INTO `t` VALUES\n(1,"a")\n,(2,"b")', 'insert table t'],
];

const phpMyAdmin: Told = [
  ['SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO"', 'setSession'],
  ['START TRANSACTION', 'transaction'],
  ['SET time_zone = "+00:00"', 'setSession'],
  ['CREATE DATABASE IF NOT EXISTS `shop` DEFAULT CHARACTER SET utf8mb4', 'create database shop'],
  [
    'CREATE DEFINER=`root`@`localhost` PROCEDURE `p` (IN `a` INT)   BEGIN END',
    'create procedure p',
  ],
  ['TRUNCATE TABLE `t`', 'alter table t'],
  ['INSERT INTO `t` (`id`, `a`) VALUES\n(1, 2)', 'insert table t'],
  ['ALTER TABLE `t`\n  ADD PRIMARY KEY (`id`),\n  ADD KEY `a` (`a`)', 'alter table t'],
  ['ALTER TABLE `t`\n  MODIFY `id` int NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=5', 'alter table t'],
  [
    'ALTER TABLE `t`\n  ADD CONSTRAINT `c` FOREIGN KEY (`a`) REFERENCES `u` (`id`)',
    'alter table t',
  ],
  ['DROP TRIGGER IF EXISTS `g`', 'drop trigger g'],
  ['CREATE TRIGGER `g` BEFORE INSERT ON `t` FOR EACH ROW SET @a = 1', 'create trigger g on t'],
  ['COMMIT', 'transaction'],
];

const adminer: Told = [
  ['SET NAMES utf8', 'setSession'],
  ['SET foreign_key_checks = 0', 'setSession'],
  ['DROP DATABASE IF EXISTS `shop`', 'drop database shop'],
  ['USE `shop`', 'use shop'],
  ['DROP FUNCTION IF EXISTS `f`', 'drop function f'],
  ['TRUNCATE `t`', 'alter table t'],
  [
    'INSERT INTO `t` (`id`, `a`) VALUES\n(1,\t2)\nON DUPLICATE KEY UPDATE `id` = VALUES(`id`), `a` = VALUES(`a`)',
    'insert table t ordered',
  ],
  ['DROP EVENT IF EXISTS `e`', 'drop event e'],
];

const heidiSql: Told = [
  ['/*!50503 SET NAMES utf8mb4 */', 'setSession'],
  ["/*!40101 SET SQL_MODE=IFNULL(@OLD_SQL_MODE, '') */", 'setSession'],
  ['DELETE FROM `t`', 'change table t'],
  ['/*!40000 ALTER TABLE `t` DISABLE KEYS */', 'disableKeys table t'],
  ['INSERT IGNORE INTO `t` (`id`) VALUES\n\t(1),\n\t(2)', 'insert table t ordered'],
  ['REPLACE INTO `t` (`id`) VALUES\n\t(1)', 'insert table t ordered'],
  [
    '-- Removing temporary table and create final VIEW structure\nDROP TABLE IF EXISTS `v`',
    'drop table v',
  ],
];

const workbench: Told = [
  ['SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0', 'setSession'],
  ['CREATE SCHEMA IF NOT EXISTS `shop` DEFAULT CHARACTER SET utf8', 'create database shop'],
  ['CREATE TABLE IF NOT EXISTS `shop`.`t` (`id` INT NOT NULL)', 'create table t in shop'],
  ['CREATE UNIQUE INDEX `i` ON `shop`.`t` (`a` ASC) VISIBLE', 'alter table t in shop'],
];

/** mysqldump of Percona Server, and the histograms of MySQL's own. */
const others: Told = [
  [
    "/*!50112 SELECT COUNT(*) INTO @is_rocksdb_supported FROM INFORMATION_SCHEMA.SESSION_VARIABLES WHERE VARIABLE_NAME='rocksdb_bulk_load' */",
    'maintenance',
  ],
  [
    "/*!50112 SET @save_old_rocksdb_bulk_load = IF (@is_rocksdb_supported, 'SET @old_rocksdb_bulk_load = @@rocksdb_bulk_load', 'SET @dummy_old_rocksdb_bulk_load = 0') */",
    'setSession',
  ],
  ['/*!50112 PREPARE s FROM @save_old_rocksdb_bulk_load */', 'prepared'],
  ['/*!50112 EXECUTE s */', 'prepared'],
  ['/*!50112 DEALLOCATE PREPARE s */', 'prepared'],
  ['/*!80002 ANALYZE TABLE `t` UPDATE HISTOGRAM ON `a` WITH 100 BUCKETS */', 'maintenance table t'],
  ['CREATE TABLE IF NOT EXISTS general_log (a INT)', 'create table general_log'],
  ['STOP SLAVE', 'replication'],
];

describe.for([
  ['mydumper', mydumper],
  ['phpMyAdmin', phpMyAdmin],
  ['Adminer', adminer],
  ['HeidiSQL', heidiSql],
  ['MySQL Workbench', workbench],
  ['others', others],
] as const)('what %s writes', ([, statements]) => {
  test.for(statements)('%s', ([sql, expected]) => {
    expect(told(sql)).toBe(expected);
  });
});
