/** Views, trigger, routines and event of the sample shop: made after the rows are in. */

/** One statement for each, in the order in which they depend on each other. */
export const programStatements: readonly string[] = [
  `CREATE FUNCTION order_total(the_order BIGINT) RETURNS DECIMAL(16,2)
    READS SQL DATA COMMENT '注文合計 🧮: the order''s items'
  BEGIN
    DECLARE total DECIMAL(16,2);
    -- ; a semicolon, a 'quote" and a \` in a comment
    SELECT SUM(line_total) INTO total FROM order_items WHERE order_id = the_order;
    RETURN IFNULL(total, 0);
  END`,

  `CREATE PROCEDURE restock(IN the_product INT UNSIGNED, IN amount INT, OUT stock BIGINT)
    MODIFIES SQL DATA COMMENT '入荷 📦 "restock"'
  BEGIN
    IF amount <= 0 THEN
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '数量が''正''ではない; \\\\ "amount"';
    END IF;
    INSERT INTO stock_movements (product_id, warehouse, change_by, moved_at, reason)
      VALUES (the_product, '東京', amount, NOW(), '入荷 📦');
    SELECT SUM(change_by) INTO stock FROM stock_movements WHERE product_id = the_product;
  END`,

  // Its name sorts after the one of the view that is built on it.
  `CREATE VIEW customer_totals AS
    SELECT c.id, c.full_name, c.tier, COUNT(o.id) AS orders, MAX(o.placed_at) AS last_order
    FROM customers c LEFT JOIN orders o ON o.customer_id = c.id
    GROUP BY c.id, c.full_name, c.tier`,

  `CREATE VIEW active_customers AS
    SELECT id, full_name AS \`お客様\`, orders FROM customer_totals WHERE orders > 0`,

  `CREATE VIEW order_overview AS
    SELECT o.id, c.full_name, o.status, order_total(o.id) AS total, 'it''s "ok" 🛒' AS remark
    FROM orders o JOIN customers c ON c.id = o.customer_id`,

  `CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW gold_customers AS
    SELECT id, email, family_name, given_name, tier FROM customers WHERE tier = 'gold'
    WITH CASCADED CHECK OPTION`,

  // From MySQL 8.0 on, no comment in a trigger may hold a character of four bytes (error 3507).
  `CREATE TRIGGER remember_price AFTER UPDATE ON products FOR EACH ROW
  BEGIN
    IF NEW.price <> OLD.price AND '値段が変わった; 💴 \`"//' <> '' THEN -- 値段; ¥
      INSERT INTO price_changes VALUES (NEW.id, OLD.price, NEW.price);
    END IF;
  END`,

  // Restoring the rows must not run it: they would be changed once more.
  `CREATE TRIGGER mark_title BEFORE INSERT ON reviews FOR EACH ROW
    SET NEW.title = CONCAT(IFNULL(NEW.title, ''), ' ✅')`,

  `CREATE EVENT forget_tokens
    ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:15:00'
    ON COMPLETION PRESERVE DISABLE COMMENT '毎晩 🌙 ;; it''s a "job"'
    DO BEGIN
      UPDATE customers SET login_token = NULL WHERE note = ';; $$ // \\\\ ''' ;
    END`,
];

/** What the shop does after it has opened, so that the trigger has written something. */
export const activityStatements: readonly string[] = [
  'UPDATE products SET price = price + 10 WHERE id % 40 = 0',
];
