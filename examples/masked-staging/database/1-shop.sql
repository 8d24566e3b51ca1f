-- The shop that policy.jsonc is for, with English and Japanese columns: 600 customers. All are invented.

CREATE TABLE customers (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(190) NOT NULL UNIQUE,
  full_name VARCHAR(80) NOT NULL,
  phone VARCHAR(30) NULL,
  street VARCHAR(120) NULL,
  city VARCHAR(80) NULL,
  postcode VARCHAR(12) NULL,
  birthday DATE NULL,
  card_number CHAR(19) NULL,
  last_ip VARCHAR(45) NULL,
  preferences JSON NOT NULL,
  tier ENUM('standard', 'silver', 'gold', '特別') NOT NULL DEFAULT 'standard',
  created_at DATETIME NOT NULL
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE 会員 (
  会員番号 INT UNSIGNED NOT NULL PRIMARY KEY,
  氏名 VARCHAR(40) NOT NULL,
  フリガナ VARCHAR(60) NOT NULL,
  メール VARCHAR(190) NOT NULL,
  電話番号 VARCHAR(20) NULL,
  郵便番号 CHAR(8) NULL,
  住所 VARCHAR(120) NULL,
  生年月日 DATE NULL,
  ポイント INT NOT NULL DEFAULT 0,
  備考 TEXT NULL,
  FOREIGN KEY (会員番号) REFERENCES customers (id)
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE orders (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id INT UNSIGNED NOT NULL,
  total DECIMAL(12,2) NOT NULL,
  note VARCHAR(500) NULL,
  ordered_at DATETIME(3) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id),
  CONSTRAINT order_total CHECK (total >= 0)
) DEFAULT CHARSET = utf8mb4;

-- Refers to customers by the address itself, which is masked on both sides.
CREATE TABLE newsletter_readers (
  email VARCHAR(190) NOT NULL PRIMARY KEY,
  subscribed_at DATETIME NOT NULL,
  FOREIGN KEY (email) REFERENCES customers (email) ON UPDATE CASCADE
) DEFAULT CHARSET = utf8mb4;

CREATE TABLE support_messages (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sender VARCHAR(190) NOT NULL,
  body TEXT NOT NULL,
  attachment BLOB NULL
) DEFAULT CHARSET = utf8mb4;

INSERT INTO customers
  (email, full_name, phone, street, city, postcode, birthday, card_number, last_ip, preferences,
   tier, created_at)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 600)
SELECT CONCAT(ELT(1 + n % 4, 'teshigawara', 'domeki', 'quimby', 'featherstonehaugh'), '.', n,
              '@', ELT(1 + n % 3, 'kadenokoji.example', 'flightdeck.example', 'yuutsuu.example')),
       ELT(1 + n % 4, '勅使河原 綾之介', '百目鬼 千代女', 'Harriet Quimby', 'Peregrine Featherstonehaugh'),
       IF(n % 9 = 0, NULL, CONCAT('+81 90-7', LPAD(n, 3, '0'), '-48', LPAD(n % 100, 2, '0'))),
       CONCAT(n, ' Ankerdine Snickelway'), ELT(1 + n % 2, 'Llanfairpwll', 'Giggleswick'),
       CONCAT('ZE', n % 90, ' 9XX'),
       DATE '1961-03-05' + INTERVAL n * 7 DAY,
       CONCAT('4929-1771-', LPAD(n, 4, '0'), '-6604'),
       CONCAT('85.214.', n % 250, '.', 1 + n % 97),
       JSON_OBJECT('language', ELT(1 + n % 2, 'en', 'ja'),
                   'contact', JSON_OBJECT('skype', CONCAT('quimby-', n)),
                   'newsletter', n % 2),
       ELT(1 + n % 4, 'standard', 'silver', 'gold', '特別'),
       TIMESTAMP '2021-06-01 08:00:00' + INTERVAL n HOUR
  FROM numbers;

INSERT INTO 会員
SELECT id,
       ELT(1 + id % 2, '勅使河原 綾之介', '百目鬼 千代女'),
       ELT(1 + id % 2, 'テシガワラ アヤノスケ', 'ドウメキ チヨメ'),
       email,
       CONCAT('070-4', LPAD(id, 3, '0'), '-9915'),
       CONCAT('988-', LPAD(id, 4, '0')),
       CONCAT('宮城県気仙沼市唐桑町鮪立', id, '番地'),
       birthday, id * 10,
       IF(id % 5 = 0, NULL, CONCAT('勅使河原さまより電話あり。折り返し 0226-', id))
  FROM customers WHERE id % 4 < 2;

INSERT INTO orders (customer_id, total, note, ordered_at)
SELECT customers.id, customers.id * 1.07 + number * 10,
       IF(number = 2, NULL, CONCAT('Please ring for ', full_name)),
       TIMESTAMP '2026-01-01 00:00:00.125' + INTERVAL customers.id * number MINUTE
  FROM customers JOIN (SELECT 1 AS number UNION SELECT 2 UNION SELECT 3) AS numbers;

INSERT INTO newsletter_readers
SELECT email, created_at FROM customers WHERE id % 2 = 0;

INSERT INTO support_messages (sender, body, attachment)
SELECT email, CONCAT('My name is ', full_name, ' and my parcel is late. ', email),
       CONCAT('scan of the passport of ', full_name)
  FROM customers WHERE id % 10 = 0;

CREATE VIEW best_customers AS
  SELECT customers.id, customers.full_name, SUM(orders.total) AS total
    FROM customers JOIN orders ON orders.customer_id = customers.id
   GROUP BY customers.id, customers.full_name;
