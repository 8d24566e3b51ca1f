/** A schema as they are in use, in English and Japanese, with values that a draft must not tell. */

/** Texts that begin with this, or hold it, are values: they may stand nowhere. */
export const secretMark = 'Zwiebelkuchen';

const givenNames = ['Mary', 'James', 'Linda', 'Robert', 'Susan'];
const familyNames = ['Smith', 'Johnson', 'Garcia', 'Miller', 'Davis'];
const kanji = ['佐藤 花子', '鈴木 一郎', '高橋 健', '田中 美咲', '渡辺 翔'];
const kana = [
  'サトウ ハナコ',
  'スズキ イチロウ',
  'タカハシ ケン',
  'タナカ ミサキ',
  'ワタナベ ショウ',
];
const towns = [
  '東京都千代田区丸の内1-2-3',
  '大阪府大阪市北区梅田2-4-9',
  '北海道札幌市中央区北1条西2-1',
];

const count = 40;
const rows = Array.from({ length: count }, (_, index) => index + 1);

function pick<T>(list: readonly T[], index: number): T {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('An empty list.');
  return found;
}

/** MySQL 5.7 reads a CHECK and forgets it; all servers here know JSON. */
export const sampleTables = `
CREATE TABLE countries (code CHAR(2) PRIMARY KEY, name VARCHAR(60) NOT NULL) ENGINE=InnoDB;
CREATE TABLE categories (id INT PRIMARY KEY, name VARCHAR(60) NOT NULL, description TEXT) ENGINE=InnoDB;
CREATE TABLE products (
  id INT AUTO_INCREMENT PRIMARY KEY, category_id INT NOT NULL, sku VARCHAR(20) NOT NULL, product_name VARCHAR(100) NOT NULL,
  description TEXT, price DECIMAL(10,2) NOT NULL, image_url VARCHAR(200), in_stock TINYINT(1) NOT NULL DEFAULT 1,
  UNIQUE KEY sku (sku), FOREIGN KEY (category_id) REFERENCES categories (id)
) ENGINE=InnoDB;
CREATE TABLE customers (
  id INT AUTO_INCREMENT PRIMARY KEY,
  email VARCHAR(190) NOT NULL,
  first_name VARCHAR(60), last_name VARCHAR(60),
  full_name VARCHAR(130) GENERATED ALWAYS AS (CONCAT(first_name, ' ', last_name)) VIRTUAL,
  phone VARCHAR(20) NULL,
  phone_verified TINYINT(1) NOT NULL DEFAULT 0,
  email_sent_at DATETIME NULL,
  birth_date DATE NULL,
  gender ENUM('f','m','x') NOT NULL DEFAULT 'x',
  password_hash CHAR(60) NOT NULL,
  api_token VARCHAR(64) NOT NULL,
  last_ip VARBINARY(16), signup_ip VARCHAR(45),
  country_code CHAR(2), credit_limit DECIMAL(12,2), lat DECIMAL(9,6), lng DECIMAL(9,6),
  status VARCHAR(20) NOT NULL DEFAULT 'active',
  preferences JSON,
  notes TEXT,
  avatar MEDIUMBLOB,
  mystery VARCHAR(80),
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE KEY email (email), UNIQUE KEY phone (phone), UNIQUE KEY api_token (api_token),
  FOREIGN KEY (country_code) REFERENCES countries (code)
) ENGINE=InnoDB;
CREATE TABLE newsletter (
  address VARCHAR(200) NOT NULL, source VARCHAR(20), PRIMARY KEY (address),
  FOREIGN KEY (address) REFERENCES customers (email)
) ENGINE=InnoDB;
CREATE TABLE addresses (
  id INT PRIMARY KEY, customer_id INT NOT NULL, address_type ENUM('billing','shipping') NOT NULL,
  street VARCHAR(120), city VARCHAR(60), state VARCHAR(40), postcode VARCHAR(12), contact VARCHAR(60) CHARACTER SET latin1,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE=InnoDB;
CREATE TABLE employees (
  emp_no INT PRIMARY KEY, username VARCHAR(40) NOT NULL, badge_pin CHAR(4) NOT NULL, ssn CHAR(11) NOT NULL, salary INT NOT NULL,
  hired DATE NOT NULL, nickname CHAR(1), workplace VARCHAR(60), iban VARCHAR(34), card_number VARCHAR(19),
  employee_email VARCHAR(60) NOT NULL, CHECK (employee_email LIKE '%@%'),
  UNIQUE KEY username (username), UNIQUE KEY ssn (ssn), UNIQUE KEY mail_start (employee_email(12))
) ENGINE=InnoDB;
CREATE TABLE shiori (id BIGINT PRIMARY KEY, col1 VARCHAR(50) COMMENT 'メールアドレス', col2 VARCHAR(50) COMMENT '氏名（カナ）', col3 VARCHAR(50) COMMENT '更新フラグ') ENGINE=InnoDB COMMENT '会員マスタ';
CREATE TABLE 顧客 (
  顧客ID INT PRIMARY KEY, 氏名 VARCHAR(60), 氏名カナ VARCHAR(60), 郵便番号 CHAR(8), 住所 VARCHAR(200), 電話番号 VARCHAR(20), 生年月日 DATE,
  性別 CHAR(1), マイナンバー CHAR(12), 備考 TEXT, 商品名 VARCHAR(40), 更新日時 DATETIME
) ENGINE=InnoDB CHARACTER SET utf8mb4;
CREATE TABLE visits (
  person_no INT NOT NULL, birth_year SMALLINT NOT NULL, \`odd.\`\`name*\` VARCHAR(60), x1 VARCHAR(120), x2 VARCHAR(120), x3 VARCHAR(40), x4 VARCHAR(36), secret_doc LONGTEXT,
  seen_by VARBINARY(40), KEY (person_no)
) ENGINE=InnoDB PARTITION BY RANGE (birth_year) (PARTITION p0 VALUES LESS THAN (1970), PARTITION p1 VALUES LESS THAN (2100));
`;

function insert(table: string, row: (index: number) => string): string {
  return `INSERT INTO ${table} VALUES ${rows.map((index) => `(${row(index)})`).join(', ')};`;
}

export const sampleRows = [
  "INSERT INTO countries VALUES ('JP', 'Japan'), ('US', 'United States'), ('DE', 'Germany');",
  "INSERT INTO categories VALUES (1, 'Kitchen', 'All for cooking'), (2, 'Garden', NULL);",
  insert(
    'products (id, category_id, sku, product_name, description, price, image_url)',
    (n) =>
      `${n}, ${1 + (n % 2)}, 'SKU-${n}', 'Thing ${n}', 'A thing for the garden and more of it', ${n}.5, 'https://cdn.test/${n}.png'`,
  ),
  insert(
    'customers (id, email, first_name, last_name, phone, birth_date, gender, password_hash, api_token, last_ip, signup_ip, country_code, credit_limit, lat, lng, preferences, notes, avatar, mystery)',
    (n) =>
      `${n}, '${secretMark}.${n}@mail.test', '${pick(givenNames, n)}', '${pick(familyNames, n)}', '+81-90-1234-${1000 + n}', '${1950 + n}-02-03', 'f', ` +
      `CONCAT('$2y$10$', LEFT(SHA2('${secretMark}${n}', 256), 53)), SHA2('t${n}', 256), INET6_ATON('203.0.113.${n}'), '198.51.100.${n}', 'JP', ${n}, 35.${n}, 139.${n}, ` +
      `'{"contact": {"email": "${secretMark}${n}@mail.test", "phone_number": "03-1234-${1000 + n}"}, "${secretMark}${n}": 1}', ` +
      `'${secretMark} called about order ${n}, wants his money back', X'FFD8FFE0', '${secretMark} ${n} thing'`,
  ),
  insert('newsletter', (n) => `'${secretMark}.${n}@mail.test', 'web'`),
  insert(
    'addresses',
    (n) =>
      `${n}, ${n}, 'billing', '${n} ${secretMark} Street', 'Springfield', 'Illinois', '${60_000 + n}', '${secretMark}${n}@mail.test'`,
  ),
  insert(
    'employees',
    (n) =>
      `${n}, '${secretMark.toLowerCase()}${n}', '${1000 + n}', '123-45-${6000 + n}', ${3000 + n}, '2020-01-01', 'Q', '${secretMark} GmbH', 'DE89370400440532013000', '4111111111111111', 'e${n}.${secretMark}@x.test'`,
  ),
  insert('shiori', (n) => `${n}, '${secretMark}.${n}@mail.test', '${pick(kana, n)}', '0'`),
  insert(
    '顧客',
    (n) =>
      `${n}, '${pick(kanji, n)}', '${pick(kana, n)}', '100-${1000 + n}', '${pick(towns, n)}', '03-1234-${1000 + n}', '${1940 + n}-01-01', '1', '123456789018', '${secretMark}様より電話あり', '鉛筆', NOW()`,
  ),
  insert(
    'visits',
    (n) =>
      `${n}, ${1950 + n}, '${secretMark}', '${secretMark}.${n}@mail.test', '${pick(towns, n)}', '${pick(['open', 'closed'], n)}', UUID(), '{"name": "${secretMark} Name", "n": ${n}}', X'00'`,
  ),
].join('\n');

/** What a person would decide: `m` for masked, `k` for kept. */
export const sampleTruth: Readonly<Record<string, string>> = {
  countries: 'code:k name:k',
  categories: 'id:k name:k description:k',
  products: 'id:k category_id:k sku:k product_name:k description:k price:k image_url:k in_stock:k',
  customers:
    'id:k email:m first_name:m last_name:m phone:m phone_verified:k email_sent_at:k birth_date:m gender:m password_hash:m api_token:m ' +
    'last_ip:m signup_ip:m country_code:k credit_limit:m lat:m lng:m status:k preferences:m notes:m avatar:m mystery:m created_at:k',
  newsletter: 'address:m source:k',
  addresses: 'id:k customer_id:k address_type:k street:m city:m state:m postcode:m contact:m',
  employees:
    'emp_no:k username:m badge_pin:m ssn:m salary:m hired:k nickname:m workplace:m iban:m card_number:m',
  shiori: 'id:k col1:m col2:m col3:k',
  顧客: '顧客ID:k 氏名:m 氏名カナ:m 郵便番号:m 住所:m 電話番号:m 生年月日:m 性別:m マイナンバー:m 備考:m 商品名:k 更新日時:k',
  visits: 'person_no:k birth_year:m x1:m x2:m x3:k x4:k secret_doc:m seen_by:m',
};
