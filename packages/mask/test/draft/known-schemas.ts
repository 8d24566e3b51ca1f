/** Schemas in the manner of well-known programs, by their names of tables and columns, and what is personal in them. */

/**
 * One table a line: its name, and its columns as `name type`, with `!` behind those that hold personal
 * data or secrets, and `?` behind those that one may think either way of.
 */
export const knownSchemas: Readonly<Record<string, string>> = {
  'a blog': `
wp_users: ID bigint, user_login varchar(60)!, user_pass varchar(255)!, user_nicename varchar(50)!, user_email varchar(100)!, user_url varchar(100)!, user_registered datetime, user_activation_key varchar(255)!, user_status int, display_name varchar(250)!
wp_usermeta: umeta_id bigint, user_id bigint, meta_key varchar(255)?, meta_value longtext!
wp_posts: ID bigint, post_author bigint, post_date datetime, post_content longtext!, post_title text?, post_excerpt text!, post_status varchar(20), comment_status varchar(20), ping_status varchar(20), post_password varchar(255)!, post_name varchar(200)?, to_ping text?, pinged text?, post_modified datetime, post_parent bigint, guid varchar(255), menu_order int, post_type varchar(20), post_mime_type varchar(100), comment_count bigint
wp_comments: comment_ID bigint, comment_post_ID bigint, comment_author tinytext!, comment_author_email varchar(100)!, comment_author_url varchar(200)!, comment_author_IP varchar(100)!, comment_date datetime, comment_content text!, comment_karma int, comment_approved varchar(20)?, comment_agent varchar(255)!, comment_type varchar(20), comment_parent bigint, user_id bigint
wp_options: option_id bigint, option_name varchar(191), option_value longtext!, autoload varchar(20)
wp_terms: term_id bigint, name varchar(200), slug varchar(200), term_group bigint
wp_term_taxonomy: term_taxonomy_id bigint, term_id bigint, taxonomy varchar(32)?, description longtext?, parent bigint, count bigint
wp_links: link_id bigint, link_url varchar(255)?, link_name varchar(255)?, link_image varchar(255)?, link_target varchar(25)?, link_description varchar(255)?, link_visible varchar(20), link_owner bigint, link_rating int`,
  'a shop': `
customer_entity: entity_id int, website_id smallint, email varchar(255)!, group_id smallint, increment_id varchar(50), store_id smallint, created_at timestamp, updated_at timestamp, is_active smallint, prefix varchar(40)?, firstname varchar(255)!, middlename varchar(255)!, lastname varchar(255)!, suffix varchar(40)?, dob date!, password_hash varchar(128)!, rp_token varchar(128)!, rp_token_created_at datetime, default_billing int, default_shipping int, taxvat varchar(50)!, confirmation varchar(64)?, gender smallint!, failures_num smallint, first_failure timestamp, lock_expires timestamp
customer_address_entity: entity_id int, parent_id int, created_at timestamp, is_active smallint, city varchar(255)!, company varchar(255)!, country_id varchar(255), fax varchar(255)!, firstname varchar(255)!, lastname varchar(255)!, postcode varchar(255)!, region varchar(255)!, region_id int, street text!, telephone varchar(255)!, vat_id varchar(255)!, vat_is_valid int
sales_order: entity_id int, state varchar(32), status varchar(32), coupon_code varchar(255), protect_code varchar(255)!, shipping_description varchar(255)?, store_id smallint, customer_id int, base_grand_total decimal(20,4), customer_dob datetime!, customer_email varchar(128)!, customer_firstname varchar(128)!, customer_lastname varchar(128)!, customer_note text!, customer_taxvat varchar(32)!, customer_gender int!, remote_ip varchar(45)!, x_forwarded_for varchar(255)!, store_name varchar(255), total_item_count smallint, weight decimal(12,4), order_currency_code varchar(3), applied_rule_ids varchar(128)?, gift_message_id int, customer_note_notify smallint
sales_order_payment: entity_id int, parent_id int, cc_exp_month varchar(12)!, cc_last_4 varchar(100)!, cc_owner varchar(128)!, cc_number_enc varchar(128)!, cc_type varchar(32), method varchar(128), po_number varchar(32)?, additional_information text!, amount_ordered decimal(20,4)
catalog_product: entity_id int, sku varchar(64), type_id varchar(32), name varchar(255), price decimal(20,4), description text?, url_key varchar(255)?, image varchar(255)?, weight decimal(12,4), color int, manufacturer int, meta_title varchar(255), meta_description varchar(255)?
admin_user: user_id int, firstname varchar(32)!, lastname varchar(32)!, email varchar(128)!, username varchar(40)!, password varchar(255)!, created timestamp, modified timestamp, logdate timestamp, lognum smallint, is_active smallint, extra text!, rp_token text!, interface_locale varchar(16), failures_num smallint
newsletter_subscriber: subscriber_id int, store_id smallint, customer_id int, subscriber_email varchar(150)!, subscriber_status int, subscriber_confirm_code varchar(32)?
review_detail: detail_id bigint, review_id bigint, title varchar(255)?, detail text!, nickname varchar(128)!, customer_id int
oauth_token: entity_id int, consumer_id int, type varchar(16), token varchar(32)!, secret varchar(128)!, verifier varchar(32)?, callback_url text?, revoked smallint`,
  'a video store': `
actor: actor_id smallint, first_name varchar(45)!, last_name varchar(45)!, last_update timestamp
address: address_id smallint, address varchar(50)!, address2 varchar(50)!, district varchar(20)!, city_id smallint, postal_code varchar(10)!, phone varchar(20)!, location geometry!, last_update timestamp
category: category_id tinyint, name varchar(25), last_update timestamp
city: city_id smallint, city varchar(50), country_id smallint, last_update timestamp
country: country_id smallint, country varchar(50), last_update timestamp
customer: customer_id smallint, store_id tinyint, first_name varchar(45)!, last_name varchar(45)!, email varchar(50)!, address_id smallint, active tinyint(1), create_date datetime, last_update timestamp
film: film_id smallint, title varchar(128), description text?, release_year year, language_id tinyint, rental_duration tinyint, rental_rate decimal(4,2), length smallint, replacement_cost decimal(5,2), rating enum('G','PG'), special_features set('a','b'), last_update timestamp
film_text: film_id smallint, title varchar(255), description text?
language: language_id tinyint, name char(20), last_update timestamp
payment: payment_id smallint, customer_id smallint, staff_id tinyint, rental_id int, amount decimal(5,2), payment_date datetime
rental: rental_id int, rental_date datetime, inventory_id mediumint, customer_id smallint, return_date datetime, staff_id tinyint
staff: staff_id tinyint, first_name varchar(45)!, last_name varchar(45)!, address_id smallint, picture blob!, email varchar(50)!, store_id tinyint, active tinyint(1), username varchar(16)!, password varchar(40)!
store: store_id tinyint, manager_staff_id tinyint, address_id smallint`,
  personnel: `
employees: emp_no int, birth_date date!, first_name varchar(14)!, last_name varchar(16)!, gender enum('M','F')!, hire_date date
departments: dept_no char(4), dept_name varchar(40)
salaries: emp_no int, salary int!, from_date date, to_date date
titles: emp_no int, title varchar(50), from_date date, to_date date
job_history: employee_id int, start_date date, end_date date, job_id varchar(10), department_id int
jobs: job_id varchar(10), job_title varchar(35)?, min_salary decimal(8,0), max_salary decimal(8,0)
hr_persons: person_id int, full_name varchar(120)!, national_id varchar(20)!, passport_no varchar(20)!, marital_status char(1)!, religion varchar(20)!, nationality varchar(40)!, blood_type varchar(3)!, bank_account_no varchar(34)!, emergency_contact_name varchar(80)!, emergency_contact_phone varchar(20)!, hire_date date, employment_status varchar(20), allergies text!, home_address varchar(200)!, mobile varchar(20)!, personal_email varchar(90)!, photo mediumblob!, hourly_rate decimal(8,2)!`,
  'a project tracker': `
users: id int, login varchar(255)!, hashed_password varchar(40)!, firstname varchar(30)!, lastname varchar(255)!, admin tinyint(1), status int, last_login_on datetime, language varchar(5), auth_source_id int, created_on datetime, updated_on datetime, type varchar(255), mail_notification varchar(255), salt varchar(64)!, must_change_passwd tinyint(1), passwd_changed_on datetime, twofa_scheme varchar(255)?, twofa_totp_key varchar(255)!
email_addresses: id int, user_id int, address varchar(255)!, is_default tinyint(1), notify tinyint(1), created_on datetime
issues: id int, tracker_id int, project_id int, subject varchar(255)!, description longtext!, due_date date, category_id int, status_id int, assigned_to_id int, priority_id int, fixed_version_id int, author_id int, lock_version int, start_date date, done_ratio int, estimated_hours float, parent_id int, root_id int, lft int, rgt int, is_private tinyint(1)
journals: id int, journalized_id int, journalized_type varchar(30), user_id int, notes longtext!, created_on datetime, private_notes tinyint(1)
attachments: id int, container_id int, container_type varchar(30), filename varchar(255)?, disk_filename varchar(255)?, filesize bigint, content_type varchar(255), digest varchar(64), downloads int, author_id int, description varchar(255)?, disk_directory varchar(255)
trackers: id int, name varchar(30)?, position int, default_status_id int
projects: id int, name varchar(255), description text?, homepage varchar(255)?, is_public tinyint(1), parent_id int, identifier varchar(255)?, status int
tokens: id int, user_id int, action varchar(30), value varchar(40)!, created_on datetime
wiki_contents: id int, page_id int, author_id int, text longtext!, comments varchar(1024)!, version int`,
  'a Japanese shop': `
dtb_customer: id int, customer_status_id smallint, sex_id smallint?, job_id smallint, country_id smallint, pref_id smallint, name01 varchar(255)!, name02 varchar(255)!, kana01 varchar(255)!, kana02 varchar(255)!, company_name varchar(255)!, postal_code varchar(8)!, addr01 varchar(255)!, addr02 varchar(255)!, email varchar(255)!, phone_number varchar(14)!, birth datetime!, password varchar(255)!, salt varchar(255)!, secret_key varchar(255)!, first_buy_date datetime, buy_times decimal(10,0), buy_total decimal(12,2), note varchar(4000)!, reset_key varchar(255)!, point decimal(12,0), create_date datetime
dtb_order: id int, customer_id int, pre_order_id varchar(255)?, order_no varchar(255), message varchar(4000)!, name01 varchar(255)!, name02 varchar(255)!, kana01 varchar(255)!, email varchar(255)!, phone_number varchar(14)!, postal_code varchar(8)!, addr01 varchar(255)!, birth datetime!, subtotal decimal(12,2), discount decimal(12,2), payment_method varchar(255), order_date datetime, currency_code varchar(255), note varchar(4000)!
m_kaiin: kaiin_id int, shimei varchar(60)!, shimei_kana varchar(60)!, seibetsu char(1)!, seinengappi date!, yubin_bango char(8)!, todofuken varchar(10)!, shikuchoson varchar(60)!, banchi varchar(60)!, tatemono_mei varchar(80)!, denwa_bango varchar(15)!, keitai varchar(15)!, mail varchar(100)!, shokugyo varchar(40)!, kinmusaki varchar(80)!, nenshu int!, koza_bango varchar(10)!, biko text!, koushinbi datetime, touroku_kubun char(1), kaiin_rank int
m_shohin: shohin_cd char(8), shohin_mei varchar(80), tanka int, zaiko_suryo int, setsumei text?, kubun char(1)
社員: 社員番号 int, 氏名 varchar(40)!, フリガナ varchar(40)!, 部署コード char(4), 役職 varchar(20), 住所 varchar(120)!, 電話番号 varchar(15)!, メールアドレス varchar(90)!, 生年月日 date!, マイナンバー char(12)!, 口座番号 char(7)!, 給与 int!, 入社日 date, 退職フラグ tinyint, 備考 text!
商品: 商品コード char(8), 商品名 varchar(60), 単価 int, 説明 text?, 登録日時 datetime`,
};
