-- phpMyAdmin SQL Dump
-- version 5.2.1
-- https://www.phpmyadmin.net/
--
-- Host: localhost:3306
-- Generation Time: Nov 20, 2026 at 10:11 AM
-- Server version: 8.0.36
-- PHP Version: 8.2.12

SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;
SET time_zone = "+00:00";


/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;

--
-- Database: `shop`
--
CREATE DATABASE IF NOT EXISTS `shop` DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
USE `shop`;

DELIMITER $$
--
-- Procedures
--
DROP PROCEDURE IF EXISTS `p`$$
CREATE DEFINER=`root`@`localhost` PROCEDURE `p` (IN `x` INT)   BEGIN
  SELECT x; SELECT ';';
END$$

DELIMITER ;

-- --------------------------------------------------------

DROP TABLE IF EXISTS `a`;
CREATE TABLE IF NOT EXISTS `a` (
  `id` int(11) NOT NULL,
  `n` varchar(100) DEFAULT NULL COMMENT 'it''s; a "name"'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

--
-- Truncate table before insert `a`
--

TRUNCATE TABLE `a`;
--
-- Dumping data for table `a`
--

INSERT INTO `a` (`id`, `n`) VALUES
(1, 'a\';b\r\n'),
(2, NULL);

--
-- Triggers `a`
--
DROP TRIGGER IF EXISTS `t`;
DELIMITER $$
CREATE TRIGGER `t` BEFORE INSERT ON `a` FOR EACH ROW SET NEW.n = TRIM(NEW.n)
$$
DELIMITER ;

--
-- Stand-in structure for view `v`
-- (See below for the actual view)
--
DROP VIEW IF EXISTS `v`;
CREATE TABLE IF NOT EXISTS `v` (
`id` int(11)
,`n` varchar(100)
);

--
-- Structure for view `v`
--
DROP TABLE IF EXISTS `v`;

DROP VIEW IF EXISTS `v`;
CREATE ALGORITHM=UNDEFINED DEFINER=`root`@`localhost` SQL SECURITY DEFINER VIEW `v`  AS SELECT `a`.`id` AS `id`, `a`.`n` AS `n` FROM `a` ;

--
-- Indexes for dumped tables
--
ALTER TABLE `a`
  ADD PRIMARY KEY (`id`),
  ADD KEY `n` (`n`);
ALTER TABLE `a`
  MODIFY `id` int(11) NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=3;

DELIMITER $$
CREATE DEFINER=`root`@`localhost` EVENT `e` ON SCHEDULE EVERY 1 DAY STARTS '2026-01-01 00:00:00' ON COMPLETION NOT PRESERVE ENABLE DO DELETE FROM a WHERE id < 0$$
DELIMITER ;
COMMIT;

/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
