/** What inputs of the fuzzer are put together from: pieces of SQL that matter to a splitter. */

export const fragments: readonly string[] = [
  ...["'", '"', '`', '\\', "\\'", '\\\\', "''", '""', '``', '\\N', '\\n', '\0', '\x1a', '\x7f'],
  ...[';', ';;', '$$', '//', '|', '\n', '\r\n', ' ', '\t', '\v', ',', '(', ')', '.', '@', '='],
  ...['-', '--', '-- ', '--\t', '--\x01', '#', '/', '*', '/*', '*/', '/**/', '/*!', '/*!50003 '],
  ...['/*M!', '/*M!100201 ', '/*!999999 ', '/*+ ', '/*M!999999\\- ', '/*!50003', '/*!500030 '],
  ...['DELIMITER ;;\n', 'DELIMITER ;\n', 'delimiter $$\n', 'DELIMITER //\r\n', 'DELIMITER "|"\n'],
  ...['DELIMITER', 'delimiter ', 'DELIMITER go\n', 'DELIMITER d\n', 'DELIMITER ((\n'],
  ...['INSERT', 'REPLACE', 'INTO', 'VALUES', 'value', 'ROW', 'IGNORE', 'LOW_PRIORITY', 'SELECT'],
  ...['PARTITION', 'SET', 'ON DUPLICATE KEY UPDATE a=1', 'RETURNING a', 'AS n', 'UNION'],
  ...['INSERT INTO t VALUES ', 'INSERT INTO `d`.`t` (`a`,b) VALUES\n', 'REPLACE t VALUE '],
  ...['/*!50000 INSERT IGNORE INTO t VALUES ', 'INSERT t () VALUES ', 'insert into value value '],
  ...['(1)', "(1,'a')", "(2,'b\\'),(')", ',(3)', '),(', '),\n(', "('x','y''z')", '(1,(2),-3)'],
  ...['(-- )\n1)', '(/* ) */ 2)', '(NULL,0xAB,-1)', "(_binary '\0\x80')", 'ROW(1)', ', ROW (2)'],
  ...["SET sql_mode='ANSI_QUOTES';", "SET sql_mode='NO_BACKSLASH_ESCAPES';", "SET sql_mode='';"],
  ...[
    "SET @s=@@sql_mode, sql_mode='ANSI';",
    'SET sql_mode=@s;',
    'SET NAMES sjis;',
    'SET NAMES gbk;',
  ],
  ...['/*!40101 SET NAMES utf8 */;', 'SET character_set_client = big5;', 'SET NAMES gb18030;'],
  ...["SET sql_mode=CONCAT(@@sql_mode,',NO_BACKSLASH_ESCAPES');", 'SET NAMES cp932;'],
  ...[
    '\x81\\',
    '\x81\x5c',
    '\x83`',
    '\xe0\x5c',
    '\xa1\x5c',
    '\xfe\x5c',
    '\x81\x30\x81\x30',
    '\xff',
  ],
  ...[
    ...[';\n', '; \n', ';\r\n'],
    '\xa0',
    '--\xa0',
    'SET NAMES latin1;',
    'SET\xa0NAMES cp1251;',
    'é',
    '\xc3\xa9',
    '\xef\xbb\xbf',
    'CREATE PROCEDURE p() BEGIN SELECT 1; END',
    'a',
    'x1',
    '1',
    '$',
  ],
].map((text) => Buffer.from(text, 'latin1').toString('latin1'));

/** A small dump as programs write it, for runs without a server. */
export const writtenDump = `-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
/*M!999999\\- enable the sandbox mode */
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET NAMES utf8mb4 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
DROP TABLE IF EXISTS \`t\`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE \`t\` (
  \`a;b\` int(11) NOT NULL COMMENT 'it''s; "x"',
  PRIMARY KEY (\`a;b\`) -- no comment
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='a\\nb\\\\';
LOCK TABLES \`t\` WRITE;
/*!40000 ALTER TABLE \`t\` DISABLE KEYS */;
INSERT INTO \`t\` VALUES (1,'a\\'b','c;d'),(2,NULL,-1.5e10),
(3,_binary '\\0\\\\;\\'',0xABCDEF),(4,'(\\")','');
/*!40000 ALTER TABLE \`t\` ENABLE KEYS */;
UNLOCK TABLES;
/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
/*!50003 SET sql_mode              = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER="root"@"localhost"*/ /*!50003 TRIGGER "g" BEFORE INSERT ON "t"
FOR EACH ROW BEGIN SET NEW.a = 'x\\'; /* ; */ -- it's
END */;;
DELIMITER ;
/*!50003 SET sql_mode              = @saved_sql_mode */ ;
INSERT INTO \`t\` (\`a\`) VALUES (1) ON DUPLICATE KEY UPDATE a = VALUES(a);
/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
-- Dump completed on 2024-01-01  0:00:00
`;
