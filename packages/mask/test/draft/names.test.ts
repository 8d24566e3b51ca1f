/** Names of columns, and what they say. */

import { describe, expect, test } from 'vitest';
import { nameMeaning } from '../../src/draft/name-meaning.ts';
import { wordsOf } from '../../src/draft/vocabulary.ts';

/** Names by what they must mean; `nothing` is a name that says nothing. */
const expected: Readonly<Record<string, string>> = {
  personName:
    'full_name fullName customer_name client_name employeeName contact_name display_name user_nicename nickname ' +
    'cardholder_name account_holder recipient recipient_name billing_name shipping_name middle_name maiden_name ' +
    'author_name emergency_contact_name patient_name custname comment_author spouse_name CUSTOMER_NAME usrFullName ' +
    'shimei simei 氏名 顧客氏名 お名前 顧客名 会員名 担当者名 患者名 口座名義 宛名 氏名カナ 氏名（カナ） フリガナ ふりがな ﾌﾘｶﾞﾅ kana furigana ' +
    'shimei_kana kokyaku_mei kaiin_mei shain_mei tantousha name_kana namae_kana 受取人名 届け先名 申込者名 seimei',
  givenName:
    'first_name firstname fname givenName FIRST_NAME forename first_name_kana mei 名 メイ 名カナ mei_kana kana_mei',
  familyName:
    'last_name lastname lname surname family_name LastName sei 姓 セイ 姓カナ sei_kana kana_sei myoji 旧姓 苗字 last_name_kana myouji',
  email:
    'email e_mail email_address emailAddress EMAILADDRESS email2 customer_email user_email contact_email mail mail_address mailaddress usr_email ' +
    'billing_email recipient_email_address メールアドレス メール 携帯メールアドレス メールアドレス2 paypal_email primary_email email_primary work_email alt_emails',
  phone:
    'phone phone_number phoneNumber phone1 mobile mobile_no mobile_phone cell_phone telephone tel tel_no telno fax fax_number home_phone phone_home billing_phone ' +
    'contact_number msisdn denwa denwa_bango denwabangou keitai keitai_denwa 電話番号 電話番号1 携帯電話番号 TEL ＴＥＬ ＦＡＸ番号 緊急連絡先 work_phone_ext fax_no',
  address:
    'address address1 address_line_1 addressLine2 billing_address shipping_address addr addr2 home_address postal_address street_address jusho jyusho1 juusho_kana 住所 住所1 ご住所 現住所 住所カナ 送付先住所 配送先住所 full_address 勤務先住所',
  street:
    'street street1 street_name house_number apartment banchi tatemono_mei 番地 丁目 建物名 マンション名',
  city: 'city town shipping_city address_city shikuchoson 市区町村 birth_place',
  region: 'province prefecture todofuken todouhuken 都道府県 billing_prefecture',
  postcode:
    'zip zipcode zip_code postcode postal_code postalCode shipping_postcode yubin_bango yuubin 郵便番号 郵便番号1 post_code',
  birthDate:
    'birth_date birthdate birthday dob date_of_birth birthYear born_on seinengappi tanjobi 生年月日 誕生日',
  age: 'age nenrei 年齢',
  gender: 'gender sex seibetsu 性別 性別コード sex_type gender_code sei_kbn',
  nationalId:
    'ssn social_security_number national_id tax_id vat_number taxvat passport_no passportNumber driver_license_number drivers_license license_plate my_number mynumber kojin_bango マイナンバー 個人番号 運転免許証番号 パスポート番号 被保険者番号 cpf',
  bankAccount:
    'iban bank_account bank_account_number account_number routing_number swift koza_bango kouza 口座番号 振込先口座',
  creditCard:
    'credit_card credit_card_number card_number cc_number cardNumber cc_number_enc pan カード番号 クレジットカード番号 cc_last_4',
  cardDetail: 'cvv cvc card_expiry cc_exp_month',
  ip: 'ip ip_address ipAddress IPAddress remote_addr last_login_ip comment_author_IP customerIP client_ip remote_ip',
  mac: 'mac mac_address',
  userAgent: 'user_agent userAgent http_user_agent',
  latitude: 'lat latitude geo_lat 緯度',
  longitude: 'lng lon longitude 経度',
  login:
    'username user_name login login_name user_login screen_name handle created_by updated_by ユーザー名 ログインID',
  secret:
    'password passwd user_pass password_hash encrypted_password reset_token api_key apiKey access_token refreshToken secret client_secret rp_token session_id otp_secret pin パスワード 暗証番号 remember_token salt user_activation_key',
  income: 'salary annual_income hourly_rate base_salary nenshu 年収 給与 annual_income_amt nensyu',
  health: 'diagnosis blood_type allergies medical_history byoreki 病歴 血液型 既往歴 健康状態',
  sensitive:
    'religion nationality ethnicity marital_status occupation 国籍 職業 宗教 nationality_code 勤務先名称 syokugyou',
  company:
    'company company_name employer_name organization kaisha_mei 会社名 会社名カナ 取引先名 vendor_name',
  url: 'website homepage user_url referer profile_url',
  freeText:
    'note notes comment comments memo remarks description bio message body comment_content customer_note bikou 備考 メモ 自己紹介 問い合わせ内容 feedback',
  photo: 'photo avatar avatar_url profile_image 写真 顔写真 profile_picture',
  name: 'name names NAME namae 名前',
  plain:
    'filename file_name hostname host_name table_name product_name email_sent_at address_id phone_verified is_named domain_name email_count ' +
    'email_verified_at address_type phone_type email_template_id has_phone show_email customer_id user_id userId country_name category_name role_name brand_name ' +
    'event_name class_name model_name app_name file_path created_at updatedAt status order_number order_status sort_order quantity unit_price tax_rate ' +
    'currency_code language_id locale title sku slug tag_name department_name template_name branch_name server_name device_model email_status emails_sent is_email_verified ' +
    'mail_flg name_length address_code phone_country_code 商品名 店舗名 支店名 銀行名 部署名 住所コード 都道府県コード メール配信フラグ メール送信日時 電話番号確認済 性別確認フラグ 更新日時 登録日 会員番号 顧客ID 区分 shohin_mei kubun koushinbi product_description item_description can_message password_changed_at password_reset_required token_expires_at last_login_at login_count failed_login_attempts address_count birthday_sent_at 店舗名称 syouhin_mei nyusya_ymd address_number',
  nothing: 'foo xyzzy qux_blarg c12 ラララ',
};

describe.each(Object.entries(expected))('names that mean %s', (meaning, names) => {
  test.each(names.split(' '))('%s', (name) => {
    expect(nameMeaning(name)?.meaning ?? 'nothing').toBe(meaning);
  });
});

test('there are more than four hundred of them', () => {
  expect(Object.values(expected).flatMap((names) => names.split(' ')).length).toBeGreaterThan(400);
});

test('names are cut into words however they are written', () => {
  expect(wordsOf('usrEmailAddresses2')).toEqual(['usr', 'email', 'address', '2']);
  expect(wordsOf('HTTPUserAgent')).toEqual(['http', 'user', 'agent']);
  expect(wordsOf('EMAILADDRESS')).toEqual(['email', 'address']);
  expect(wordsOf('顧客氏名カナ')).toEqual(['顧客', '氏名', 'カナ']);
  expect(wordsOf('denwabangou')).toHaveLength(1);
  expect(wordsOf('')).toEqual([]);
});

test('a name of a thousand letters takes no time to speak of', () => {
  expect(() => nameMeaning('氏'.repeat(10_000) + 'a'.repeat(10_000))).not.toThrow();
  expect(nameMeaning('..')).toBeUndefined();
});
