/** English words that names of columns consist of, and what they mean together. */

import type { Category } from './category.ts';

/** Phrases by category, between commas; words in singular, in the order of the name. */
export const englishPhrases: Readonly<Record<Category, string>> = {
  personName:
    'full name, real name, legal name, person name, contact name, display name, nick name, nickname, ' +
    'middle name, mname, middle initial, maiden name, birth name, pen name, author name, holder name, account holder, ' +
    'card holder, cardholder, account owner, bank holder, recipient, sender name, addressee, attn, ' +
    'attention to, care of, ship to, bill to, signature, signatory, signed by, salutation name, ' +
    'next of kin, kin name, emergency contact, contact person, nicename, author, assignee, reporter, ' +
    'approver, reviewer, salesperson, sales person, sales rep, requester, requestor, guardian, spouse, ' +
    'witness, beneficiary, passenger, traveler, traveller, honorific name, initial, alias name, ' +
    'full name kana, phonetic name, name phonetic, shipping name, billing name, delivery name, ' +
    'receiver, receiver name, ship name, ship to name, bill name, cust name, customer name, employee name, emp name, user full name, ename, ' +
    'lead guest, interviewer, invited by name, known as, preferred name, person',
  givenName:
    'first name, firstname, given name, fname, f name, forename, christian name, first nm, name first, ' +
    'given, phonetic first name',
  familyName:
    'last name, lastname, family name, surname, lname, l name, sur name, last nm, name last, second name, ' +
    'mother maiden name, phonetic last name, paternal surname, maternal surname',
  email:
    'email, e mail, mail, mail address, email address, email addr, email id, mailbox, user email, ' +
    'paypal email, eml, reply to, mail to, mail from, email hash, recipient email, cc, bcc',
  phone:
    'phone, phone number, phone no, phone num, telephone, telephone number, telephone no, tel, tel no, ' +
    'tel number, telno, mobile, mobile number, mobile no, mobile phone, cell, cell phone, cellphone, ' +
    'cell number, landline, fax, fax number, fax no, fax num, telefax, facsimile, msisdn, whatsapp, ' +
    'contact number, contact no, phone home, phone work, home phone, work phone, sms number, pager, ' +
    'phone ext, phone extension, tel extension, extension number, viber, wechat, line id',
  address:
    'address, addr, postal address, mailing address, street address, home address, full address, ' +
    'billing address, shipping address, delivery address, address line, addr line, address text, ' +
    'residence, domicile, address detail',
  street:
    'street, street name, street line, street number, street no, house number, house no, house, apartment, apt, ' +
    'apartment number, building number, unit number, suite, door number, address street, street 1, ' +
    'thoroughfare, po box, flat number, building name, apartment name, room number',
  city: 'city, town, municipality, suburb, locality, village, city name, town name, ward, hometown, birth city, birth place, birthplace, place of birth',
  region:
    'province, county, prefecture, address state, state province, state code, state name, region name, administrative area, district address',
  postcode:
    'zip, zip code, zipcode, postcode, post code, postal code, postalcode, zip 4, zip postal code, pin code, postal, eircode, post no, postal no, zip no',
  birthDate:
    'birth date, birthdate, birth day, birthday, date of birth, dob, birth, birth at, born, born on, born at, ' +
    'birth year, year of birth, birth month, date birth, bday, birth dt',
  age: 'age, age year, age of person, user age, customer age, patient age',
  gender:
    'gender, sex, pronoun, salutation, gender code, sex code, honorific, gender id, gender type, sex type, gender cd, sex cd, sex kbn',
  nationalId:
    'ssn, social security number, social security no, social security, national id, national identifier, ' +
    'national id number, nin, national insurance number, national insurance no, tax id, tax identifier, tax number, ' +
    'tax no, tin, vat, vat number, vat no, vat id, tax vat, taxvat, ein, itin, passport, passport number, passport no, passport id, ' +
    'driver license, driver licence, driver license number, driver licence number, driving licence, ' +
    'driving license, driving licence number, license plate, licence plate, number plate, plate number, ' +
    'license number, licence number, license no, licence no, id card, id card number, identity card, identity number, id number, ' +
    'identity document, identity no, id card no, citizen id, personal number, personal id, person number, cpf, cnpj, curp, nric, aadhaar, ' +
    'aadhar, pan number, pesel, bsn, dni, nie, nif, fiscal code, codice fiscale, my number, mynumber, individual number, residence card, residence card number, ' +
    'health insurance number, insurance number, insurance no, medical record number, mrn, nhs number, ' +
    'alien number, visa number, voter id, pension number, basic pension number, vin, student number, policy number, policy no, insurance policy number, member number of insurance, government id, personnummer',
  bankAccount:
    'iban, bic, swift, bank account, bank account number, bank account no, account number, account no, ' +
    'acct number, acct no, acct num, account num, routing number, sort code, bank code, bank number, bank acct, ' +
    'bank detail, bank information, payment account, payout account, payment reference, bank reference, remittance information, branch number',
  creditCard:
    'credit card, credit card number, credit card no, card number, card no, card num, cc number, cc no, cc num, ccnumber, ' +
    'cardnumber, ccnum, debit card, debit card number, payment card, primary account number, pan, card pan, cc number enc, card last 4, ' +
    'card last four, cc last 4, last 4, last four, last 4 digit, card digit',
  cardDetail:
    'cvv, cvc, cvv 2, cvc 2, csc, card security code, security code, card expiry, card expiration, cc exp, ' +
    'cc exp month, cc exp year, card exp, card exp month, card exp year, card expiry date, card expiration date, cc expiry, expiry month, expiry year, exp month, exp year, card verification, cc owner, cc cid, cc ss issue',
  ip:
    'ip, ip address, ip addr, ipv, ipv address, remote addr, remote address, client ip, remote ip, ipaddress, ipaddr, ' +
    'remote host, x forwarded for, forwarded for, user ip, login ip, signup ip, source ip, ip v',
  mac: 'mac, mac address, mac addr, macaddress, bssid, hardware address',
  device:
    'device id, device identifier, device uid, device uuid, imei, imsi, iccid, udid, idfa, idfv, gaid, aaid, advertising id, ad id, ' +
    'serial number, device serial, device name, device fingerprint, browser fingerprint, fingerprint, visitor id, anonymous id, client fingerprint, cookie id, tracking id',
  userAgent:
    'user agent, useragent, ua, http user agent, agent string, ua string, browser agent, comment agent',
  latitude: 'latitude, lat, geo lat, lat deg, map lat',
  longitude: 'longitude, lng, lon, long, geo lng, geo lon, map lng',
  location:
    'geo location, geolocation, gps, coordinate, geo point, lat lng, lat long, lat lon, geo, geom, gps location, last location, current location, geo coordinate, home location',
  login:
    'user name, username, login, login name, user login, login id, login user, uname, screen name, screenname, ' +
    'user handle, handle, twitter, twitter handle, facebook, instagram, linkedin, skype, skype id, telegram, github, discord, ' +
    'aim, icq, yim, msn, jabber, slack, account name, acct name, samaccountname, principal, uid number, created by, updated by, modified by, deleted by, ' +
    'changed by, edited by, entered by, approved by, user principal name, usr, last modified by, facebook id, google id, twitter id, apple id, github id, oauth uid, social id, ' +
    'subject id, auth user, created user, updated user, operator, posted by, requested by, submitted by, assigned to',
  secret:
    'password, passwd, pwd, pass, passphrase, password hash, pass hash, passwordhash, password digest, encrypted password, hashed password, ' +
    'password salt, salt, secret, client secret, secret key, shared secret, secret answer, security answer, security question, api key, apikey, api token, api secret, access token, access key, ' +
    'refresh token, auth token, authentication token, authorization token, reset token, password reset token, remember token, session token, csrf token, ' +
    'confirmation token, activation token, activation key, activation code, verification token, verification code, token, token hash, ' +
    'jwt, bearer, otp, otp secret, totp secret, pin, pin hash, mfa secret, two factor secret, backup code, recovery code, recovery token, private key, ' +
    'encryption key, signing key, license key, session id, session key, session data, session, sess id, sessionid, cookie, auth key, authkey, auth code, authorization code, auth secret, credential, ' +
    'rp token, oauth token, oauth secret, oauth token secret, id token, device token, push token, fcm token, apns token, webhook secret, webhook url, hmac, user pass, userpass, passcode, pass word, user activation key, invite token, invitation token, unsubscribe token, consumer key, consumer secret, nonce, user key, payment token, card token, invite code, unlock token, key hash, totp key, reset key, otp key, two factor key, confirm key, confirm code, confirmation key, confirmation code, pass key, verifier, public key, ssh key, certificate pem, protect code',
  income:
    'salary, wage, income, annual income, pay rate, hourly rate, base salary, compensation, bonus, net worth, ' +
    'gross pay, net pay, payroll, monthly income, yearly income, earning, stipend, pension amount, commission, commission pct, credit limit, credit score, debt, pay grade amount, take home pay, sal',
  health:
    'diagnosis, disease, illness, allergy, medication, medical history, medical note, medical condition, ' +
    'blood type, blood group, blood pressure, symptom, treatment, prescription, disability, health, health note, health status, health condition, ' +
    'icd, icd code, icd 10, vaccination, vaccine, hiv status, pregnancy, pregnant, bmi, body weight, body height, therapy, lab result, test result, chief complaint, medical record, smoking status, mental health, diet restriction, dietary restriction',
  sensitive:
    'religion, ethnicity, race, nationality, citizenship, marital status, relationship status, civil status, sexual orientation, political view, ' +
    'political party, union member, trade union, criminal record, conviction, immigration status, native language, marriage status, education level, number of children, caste, tribe, veteran status, occupation, job title, profession, employer, household income, household size, family size, number of dependent, visa status, biometric, fingerprint template',
  company:
    'company, company name, employer name, organization name, organisation name, organization, organisation, ' +
    'business name, firm, firm name, corporation, workplace, trading name, legal entity, ship company, billing company, shipping company, supplier name, vendor name, school name, university, institution',
  url:
    'website, web site, homepage, home page, profile url, user url, author url, blog url, web url, linkedin url, facebook url, twitter url, ' +
    'personal url, site url, referer, referrer, http referer, referrer url, profile link, blog, page url, url, link url, request url, request uri, landing page, callback url, comment author url',
  freeText:
    'note, comment, memo, remark, description, desc, bio, biography, about, about me, message, body, content, ' +
    'text, free text, summary, feedback, review, review text, reason, detail, instruction, delivery instruction, special request, request, ' +
    'answer, question, reply, complaint, observation, introduction, self introduction, profile, excerpt, statement, post content, comment content, ' +
    'user note, customer note, staff note, admin note, internal note, chat, transcript, conversation, narrative, additional information, extra, misc, payload, raw data, request body, response body, raw body, ' +
    'subject, user description, signature text, motto, tagline, headline, status message, value, meta value, option value, setting value, config value, attribute value, field value, custom value, gift message, hobby, interest, preference, search term, search query, query text, snippet, caption, resume, cv, cover letter, old value, new value, before value, after value, error message, stack trace, log message, history, activity, story',
  photo:
    'photo, picture, avatar, profile image, profile picture, profile photo, user image, portrait, headshot, selfie, face image, face, ' +
    'photo url, avatar url, picture url, image of person, scan, signature image, id scan, passport scan, id card image, gravatar, thumbnail photo, voice recording, recording, mugshot, user photo, photo path, avatar path, avatar file name, photo file name, picture file name, image of person file, avatar file, photo file, avatar key, photo key',
};

/** The end of a name that says: this is no personal data, whatever stands before. */
export const plainHeads: readonly string[] = (
  'id ids uuid guid pk fk key type kind status flag flg enabled disabled verified confirmed valid invalid active inactive ' +
  'sent opened bounced clicked count cnt num number no total subtotal qty quantity amount amt price cost fee tax rate order sort ' +
  'position rank version format template size length width height color colour date time at on datetime timestamp ts created ' +
  'updated modified deleted code cd locale lang language timezone tz currency unit mode level priority category group class method ' +
  'channel result index idx limit domain host path file filename extension mime mimetype checksum md score weight percent ratio interval ' +
  'duration expiry expires expiration tag label slug sku barcode ean isbn icon bool boolean visible hidden public required ' +
  'optional default allowed blocked locked subscribed optin optout consent accepted agreed ' +
  'year month day week hour minute second quarter state step stage phase role permission scope country nation continent region area zone ' +
  'title heading brand model make genre department dept division branch team section ' +
  'seq sequence sequential parent root depth left right lft rgt set attempt retry failure success error warning ' +
  'points point balance stock rating vote like view visit hit discount percentage ' +
  'width column table field row schema database db engine hostname servername port protocol environment env ' +
  'feature plan tier subscription product item category sla queue job task event action module plugin package ' +
  'kbn kubun settings config configuration option param parameter attribute meta metadata ' +
  'uri permalink referral source medium campaign keyword currency symbol iso language ' +
  'verification confirmation changed change reset expired setting pattern regex mask notification ' +
  'reminder digest frequency visibility privacy policy term sequence provider vendor supplier carrier service server ' +
  'bytes hash crc etag revision build commit locked serial batch lot page pages location floor shelf bin slot abbr abbreviation ' +
  'availability industry component directory dir folder filesize capacity threshold minimum maximum min max avg sum mean median ref reference store shop warehouse site ' +
  'dimension material shape style theme layout skin counter autoload rule condition comparison'
).split(' ');

/** The beginning of a name that says: this is a switch, or a count. */
export const plainBeginnings: readonly string[] = (
  'is has have can should allow allows enable show hide use uses num count cnt min max avg sum require requires needs accept accepts ' +
  'send notify subscribe receive want wants did does was were will must total'
).split(' ');

/** Words before `name` that say whose name it is: a person's. */
export const personWords: readonly string[] = (
  'user customer client employee member person people contact patient student teacher staff author actor candidate applicant guest ' +
  'subscriber account profile owner driver passenger lead donor recipient beneficiary attendee participant citizen resident admin ' +
  'administrator operator agent doctor nurse physician instructor player worker personnel rep salesperson visitor buyer seller ' +
  'borrower voter volunteer parent child family spouse dependent mother father guardian sender receiver holder cardholder ' +
  'manager supervisor contributor reviewer commenter payer payee billing shipping delivery cust emp usr addressee signer insured ' +
  'policyholder tenant landlord lessee renter relative friend partner sponsor witness victim suspect clerk cashier crew pilot musician artist ' +
  'director writer editor translator speaker lecturer professor pupil alumni alumnus coach athlete trainer freelancer consultant mailing newsletter respondent human individual caller requester assignee poster creditor debtor emergency kin nominee trustee voters prospect invitee registrant'
).split(' ');

/** Words before `name`, and of tables, that say: this is the name of a thing. */
export const thingWords: readonly string[] = (
  'product item file host table column field event class category tag domain project module package plugin theme template font icon color ' +
  'brand model make part service server app application queue job task role permission group team department dept course lesson ' +
  'book movie film song album track game level plan tier coupon campaign promotion discount currency country site page menu section form report ' +
  'chart metric unit attribute option variant property parameter param setting config configuration key type kind status state method function action route ' +
  'controller view layout block widget zone area branch store shop warehouse location room floor bank carrier network database schema index constraint ' +
  'cluster node instance container image volume version release bucket topic channel stream day month ingredient recipe dish drug medicine test exam ' +
  'survey license certificate sku catalog collection list folder directory path document attachment language locale timezone food animal species ' +
  'ship vessel vehicle car continent city region province district county street ward industry sector skill degree major grade division holiday season color size material ' +
  'genre format feature label segment stage step priority severity migration lookup code dictionary enum constant resource asset link rule policy term taxonomy ' +
  'tax rate fee price gateway provider cron schedule calendar time slot shift position title rank badge award ' +
  'forum sport league venue stadium airport airline flight station line route stop port planet element hotel restaurant cuisine museum park school subject curriculum sprint milestone epic ' +
  'board workflow pipeline repo repository branch commit build environment machine cpu disk interface protocol port process thread error exception metric sensor measurement ' +
  'entity bundle vocabulary nation website rating'
).split(' ');

export const companyWords: readonly string[] =
  'company organization organisation firm business corporation employer supplier vendor manufacturer office agency institution corp org biz merchant'.split(
    ' ',
  );

/** Of these, what a catalogue lists: its texts are of no person either. */
export const catalogueWords: readonly string[] = (
  'product item category country city language currency brand model make department dept role permission plan tier coupon campaign promotion discount ' +
  'film movie book song album track game course store shop branch warehouse location color size tag unit tax rate region province district county timezone ' +
  'airport airline hotel restaurant venue recipe dish ingredient drug medicine animal species food material industry sector skill degree subject curriculum ' +
  'museum school park league sport status type state kind level rank badge award template theme plugin feature sku catalog vehicle car ship sensor metric ' +
  'continent nation genre part planet element cuisine season holiday'
).split(' ');

/** Words at the end of a name that say nothing of what it is. */
export const qualifierWords: readonly string[] = (
  'old new raw plain value val str string enc encrypted crypt cipher encrypt normalized norm primary secondary alt alternate alternative other main current previous prev tmp temp bak ' +
  'backup orig original ja jp en eng jpn kanji romaji roman latin local full info information data detail part a b c d x y z lower lc upper search ' +
  'display st nd rd th line work home business personal private office mobile default extra additional clean canonical sanitized trimmed ' +
  'masked short long latest last first second third final ascii unicode utf bin hex column col fld field txt nm text kan'
).split(' ');

/** Words at the end of the name of a table that say nothing of what its rows are. */
export const tableQualifiers: readonly string[] = (
  'master mst mstr tbl table data info list history hist log archive bak old t m d detail record entity base main tmp temp backup view new all main translation lang local i18n description meta ' +
  'mapping map rel relation link index idx cache snapshot stg staging raw dim fact draft version extra row entry'
).split(' ');
