/** The tables of the sample shop, in the order in which their foreign keys allow to make them. */

/**
 * One statement for each table. They mean the same to MySQL 5.7, 8 and 9 and to MariaDB 10.11 and
 * 11 (5.7 reads CHECK and ignores it). Together they hold every kind of column a shop may have.
 */
export const tableStatements: readonly string[] = [
  `CREATE TABLE categories (
    id SMALLINT UNSIGNED NOT NULL AUTO_INCREMENT,
    parent_id SMALLINT UNSIGNED NULL,
    name VARCHAR(80) NOT NULL,
    slug VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    sort_order MEDIUMINT NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY slug (slug),
    KEY parent (parent_id),
    CONSTRAINT category_parent FOREIGN KEY (parent_id) REFERENCES categories (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    COMMENT='カテゴリー: a tree 🌳, the root''s parent is "NULL"'`,

  `CREATE TABLE customers (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT COMMENT 'old shop''s ids lie over 2^63',
    email VARCHAR(190) COLLATE utf8mb4_bin NOT NULL,
    family_name VARCHAR(60) NOT NULL,
    given_name VARCHAR(60) NOT NULL,
    full_name VARCHAR(121) GENERATED ALWAYS AS (CONCAT(family_name, ' ', given_name)) VIRTUAL,
    tier ENUM('standard','silver','gold','特別','it''s "vip"') NOT NULL DEFAULT 'standard',
    newsletters SET('news','offers','events','日本語') NULL,
    birthday DATE NULL COMMENT '0000-00-00: refused to tell',
    member_since YEAR NULL,
    registered_at DATETIME(6) NOT NULL,
    preferences JSON NULL,
    credit_limit DECIMAL(12,2) NULL,
    login_token BINARY(16) NULL,
    permissions BIT(12) NOT NULL DEFAULT b'101',
    note TEXT NULL COMMENT 'メモ 📝 \\\\ "quoted"',
    PRIMARY KEY (id),
    UNIQUE KEY email (email),
    KEY full_name (full_name)
  ) ENGINE=InnoDB AUTO_INCREMENT=1000 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE addresses (
    customer_id BIGINT UNSIGNED NOT NULL,
    kind ENUM('billing','shipping') NOT NULL,
    line1 VARCHAR(120) NOT NULL,
    line2 VARCHAR(120) NULL DEFAULT '',
    postal_code CHAR(8) NOT NULL,
    country CHAR(2) CHARACTER SET ascii NOT NULL DEFAULT 'JP',
    latitude DOUBLE NULL,
    longitude DOUBLE NULL,
    PRIMARY KEY (customer_id, kind),
    CONSTRAINT address_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
      ON DELETE CASCADE ON UPDATE CASCADE
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE coupons (
    code VARCHAR(40) COLLATE utf8mb4_bin NOT NULL,
    discount DECIMAL(5,2) UNSIGNED NOT NULL,
    valid_from DATE NOT NULL,
    valid_for TIME NOT NULL COMMENT 'also over 24 hours',
    PRIMARY KEY (code),
    CONSTRAINT coupon_discount CHECK (discount <= 100)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE products (
    id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    sku VARCHAR(24) CHARACTER SET latin1 COLLATE latin1_swedish_ci NOT NULL,
    category_id SMALLINT UNSIGNED NOT NULL,
    name VARCHAR(200) NOT NULL,
    description TEXT NULL,
    price DECIMAL(10,2) NOT NULL,
    price_with_tax DECIMAL(12,2) GENERATED ALWAYS AS (price * 1.1) STORED,
    weight_kg FLOAT NULL,
    score DOUBLE NULL,
    attributes JSON NULL,
    discontinued TINYINT(1) NOT NULL DEFAULT 0,
    PRIMARY KEY (id),
    UNIQUE KEY sku (sku),
    KEY category_price (category_id, price_with_tax),
    CONSTRAINT product_category FOREIGN KEY (category_id) REFERENCES categories (id),
    CONSTRAINT product_price CHECK (price >= 0)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci COMMENT='商品 🛍️'`,

  `CREATE TABLE product_images (
    product_id INT UNSIGNED NOT NULL,
    position TINYINT UNSIGNED NOT NULL,
    media_type VARCHAR(40) CHARACTER SET ascii NOT NULL,
    sha256 BINARY(32) NOT NULL,
    image MEDIUMBLOB NOT NULL,
    thumbnail BLOB NULL,
    PRIMARY KEY (product_id, position),
    CONSTRAINT image_product FOREIGN KEY (product_id) REFERENCES products (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE orders (
    id BIGINT NOT NULL AUTO_INCREMENT,
    customer_id BIGINT UNSIGNED NOT NULL,
    coupon_code VARCHAR(40) COLLATE utf8mb4_bin NULL,
    status ENUM('new','paid','shipped','delivered','cancelled') NOT NULL,
    placed_at DATETIME(6) NOT NULL,
    shipped_at TIMESTAMP NULL DEFAULT NULL,
    delivery_time TIME(3) NULL,
    message VARCHAR(500) NULL,
    updated_at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    PRIMARY KEY (id),
    KEY customer_placed (customer_id, placed_at),
    KEY coupon (coupon_code),
    CONSTRAINT order_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
      ON UPDATE CASCADE,
    CONSTRAINT order_coupon FOREIGN KEY (coupon_code) REFERENCES coupons (code)
      ON DELETE SET NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE order_items (
    order_id BIGINT NOT NULL,
    position SMALLINT UNSIGNED NOT NULL,
    product_id INT UNSIGNED NOT NULL,
    quantity SMALLINT UNSIGNED NOT NULL,
    unit_price DECIMAL(10,2) NOT NULL,
    line_total DECIMAL(14,2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    engraving VARCHAR(60) NULL,
    PRIMARY KEY (order_id, position),
    KEY product (product_id),
    CONSTRAINT item_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE,
    CONSTRAINT item_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT item_quantity CHECK (quantity > 0)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE payments (
    id BINARY(16) NOT NULL,
    order_id BIGINT NOT NULL,
    method ENUM('card','konbini','振込','paypay') NOT NULL,
    amount DECIMAL(20,6) NOT NULL,
    fee_rate FLOAT NOT NULL,
    paid_at TIMESTAMP(6) NULL DEFAULT NULL,
    receipt VARBINARY(255) NULL,
    PRIMARY KEY (id),
    KEY paid_order (order_id),
    CONSTRAINT payment_order FOREIGN KEY (order_id) REFERENCES orders (id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE reviews (
    product_id INT UNSIGNED NOT NULL,
    customer_id BIGINT UNSIGNED NOT NULL,
    stars TINYINT NOT NULL,
    title VARCHAR(120) NULL,
    body MEDIUMTEXT NOT NULL,
    written_at DATETIME NOT NULL,
    PRIMARY KEY (product_id, customer_id),
    CONSTRAINT review_product FOREIGN KEY (product_id) REFERENCES products (id),
    CONSTRAINT review_customer FOREIGN KEY (customer_id) REFERENCES customers (id)
      ON UPDATE CASCADE,
    CONSTRAINT review_stars CHECK (stars BETWEEN 1 AND 5)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci`,

  `CREATE TABLE stock_movements (
    product_id INT UNSIGNED NOT NULL,
    warehouse VARCHAR(20) NULL,
    change_by INT NOT NULL,
    moved_at DATETIME NOT NULL,
    reason TINYTEXT NULL
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    COMMENT='without any key, with rows that occur twice'`,

  `CREATE TABLE price_changes (
    product_id INT UNSIGNED NOT NULL,
    old_price DECIMAL(10,2) NOT NULL,
    new_price DECIMAL(10,2) NOT NULL,
    KEY product (product_id)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    COMMENT='written by the trigger remember_price'`,

  `CREATE TABLE \`gift \`\`wrapping\`\`; -- 包装\` (
    \`key\` INT NOT NULL,
    \`it's a "column"\` VARCHAR(60) NULL,
    PRIMARY KEY (\`key\`)
  ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci
    COMMENT='a name that breaks careless programs'`,
];
