-- A small shop: 2,000 customers with 20,000 orders, a view, a trigger and a procedure.

CREATE TABLE customers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  balance DECIMAL(12,2) NOT NULL DEFAULT 0,
  preferences JSON NOT NULL,
  since DATE NOT NULL
) COMMENT = 'who buys';

CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  total DECIMAL(12,2) NOT NULL,
  weight FLOAT NULL,
  note TEXT NULL,
  token BINARY(16) NOT NULL,
  ordered_at DATETIME(3) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

SET SESSION cte_max_recursion_depth = 20000;

INSERT INTO customers (name, preferences, since)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)
SELECT CONCAT('Customer № ', n, IF(n % 7 = 0, ' 🛒', '')),
       JSON_OBJECT('newsletter', n % 2 = 0, 'language', ELT(1 + n % 3, 'de', 'en', '日本語')),
       DATE '2020-01-01' + INTERVAL n DAY
  FROM numbers;

INSERT INTO orders (customer_id, total, weight, note, token, ordered_at)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 20000)
SELECT 1 + n % 2000, n * 1.07, n / 7,
       IF(n % 5 = 0, NULL, CONCAT('It''s order "', n, '"\n\\ second line')),
       UNHEX(MD5(n)),
       TIMESTAMP '2024-01-01 00:00:00.123' + INTERVAL n MINUTE
  FROM numbers;

CREATE VIEW best_customers AS
  SELECT customers.id, customers.name, SUM(orders.total) AS total
    FROM customers JOIN orders ON orders.customer_id = customers.id
   GROUP BY customers.id, customers.name
   ORDER BY total DESC, customers.id LIMIT 10;

DELIMITER //

CREATE TRIGGER order_is_paid AFTER INSERT ON orders FOR EACH ROW
BEGIN
  UPDATE customers SET balance = balance - NEW.total WHERE id = NEW.customer_id;
END //

CREATE PROCEDURE forget_customer (IN customer INT UNSIGNED)
BEGIN
  DELETE FROM orders WHERE customer_id = customer;
  DELETE FROM customers WHERE id = customer;
END //

DELIMITER ;
