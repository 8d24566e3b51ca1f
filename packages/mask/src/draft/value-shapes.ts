/** What a single value looks like. */

import { isIP } from 'node:net';
import { isCardNumber, isIban, isMyNumber } from './check-digits.ts';
import { familyNames, givenNames, japaneseFamilyNames, prefectures } from './known-names.ts';

/** A value may have several. */
export type Shape =
  | 'email'
  | 'phone'
  | 'card'
  | 'iban'
  | 'myNumber'
  | 'ssn'
  | 'ip'
  | 'mac'
  | 'uuid'
  | 'token'
  | 'passwordHash'
  | 'userAgent'
  | 'url'
  | 'json'
  | 'englishName'
  | 'japaneseName'
  | 'kana'
  /** Without digits and signs, as names of persons are, and many other things. */
  | 'fewWords'
  | 'japaneseAddress'
  | 'japanesePostcode'
  | 'prefecture'
  | 'birthDate'
  | 'prose'
  | 'code'
  /** A longer text with an e-mail address, or something like it, somewhere in it. */
  | 'personalInside';

const email = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[a-z0-9-]{2,}$/i;
const emailInside = /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i;
const phones = [
  /^\+\d[\d\s().-]{6,18}\d$/,
  // United States and Canada: area and exchange code begin with 2 to 9.
  /^(?:1[\s.-]?)?\(?[2-9]\d{2}\)?[\s.-]\s?[2-9]\d{2}[\s.-]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?$/i,
  // Japan: 10 digits, or 11 of a mobile phone.
  /^0\d{1,4}-\d{1,4}-\d{3,4}$/,
  /^0[5789]0\d{8}$/,
  /^0(?:3|6)\d{8}$/,
];
const phoneInside = /(?<![\d-])0\d{1,3}-\d{2,4}-\d{4}(?![\d-])|\+\d{1,3}[\s-]\d{2,4}[\s-]\d{3,}/;
const ssn = /^(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}$/;
const mac = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;
const uuid = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i;
const jwt = /^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*$/;
/** Keys of well-known services. */
const serviceKey = /^(?:sk|pk|rk|whsec|ghp|gho|ghs|glpat|xox[abp]|AKIA|AIza|SG)[._-]?[\w.-]{14,}$/;
const passwordHash =
  /^\$(?:2[abxy]|argon2(?:id|i|d)|1|5|6|P|H|y|scrypt|pbkdf2)\$|^\{(?:SSHA|SHA|bcrypt)\}|^pbkdf2_sha|^sha1\$|^\*[0-9A-F]{40}$/;
const userAgent =
  /^(?:Mozilla|Opera|curl|okhttp|Dalvik|Googlebot|PostmanRuntime|python-requests)\//;
const url = /^(?:https?|ftp):\/\//i;
const postcode = /^〒?\s?\d{3}[-‐−－]\d{4}$/;
const kana = /^[\p{Script=Katakana}\p{Script=Hiragana}ー\s・･\uff66-\uff9f]{2,40}$/u;
const kanjiName = new RegExp(
  `^(?:${japaneseFamilyNames.join('|')})[\\s\u3000]?[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}々ー]{1,4}$`,
  'u',
);
const prefectureNames = new Set(prefectures);
const address = new RegExp(
  `^(?:〒?\\s?\\d{3}-\\d{4}\\s*)?(?:${prefectures.join('|')}).{2,}|[市区郡町村].{1,20}[\\d０-９一二三四五六七八九十]+(?:丁目|番|号|-|－|−|‐)`,
  'u',
);
const fewWords = /^[\p{L}\p{M}'’.-]+(?:[\s,・]+[\p{L}\p{M}'’.-]+){0,4}$/u;
const date = /^(\d{4})[-/.](\d{2})[-/.](\d{2})$/;
const wordsOfName =
  /^(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s)?[\p{Lu}][\p{L}'’.-]*(?:[\s,]+[\p{L}][\p{L}'’.-]*){0,4}$/u;

const longestLook = 1_000;

/** @param value - not empty, without blanks around it */
export function shapesOf(value: string): ReadonlySet<Shape> {
  const shapes = new Set<Shape>();
  const add = (shape: Shape, is: boolean): void => {
    if (is) shapes.add(shape);
  };
  if (value.length <= 256) {
    add('email', email.test(value));
    add('phone', value.length <= 30 && phones.some((form) => form.test(value)));
    add('card', isCardNumber(value));
    add('iban', isIban(value));
    add('myNumber', isMyNumber(value));
    add('ssn', ssn.test(value));
    add('ip', isIP(value) !== 0);
    add('mac', mac.test(value));
    add('uuid', uuid.test(value));
    add('englishName', isEnglishName(value));
    add('japaneseName', kanjiName.test(value) && !prefectureNames.has(value));
    add('kana', kana.test(value));
    add('fewWords', value.length <= 60 && fewWords.test(value));
    add('japaneseAddress', address.test(value) && !prefectureNames.has(value));
    add('japanesePostcode', postcode.test(value));
    add('prefecture', prefectureNames.has(value));
    add('birthDate', isDateOfBirth(value));
    add('code', /^[A-Z0-9][A-Z0-9_.-]{0,11}$/.test(value) && !/^\d{7,}$/.test(value));
  }
  add('passwordHash', passwordHash.test(value));
  add('token', jwt.test(value) || serviceKey.test(value) || isToken(value));
  add('userAgent', userAgent.test(value));
  add('url', url.test(value));
  add('json', /^[[{]/.test(value) && /[\]}]$/.test(value) && isJson(value));
  // Looking for something anywhere in a text takes longer than the text is long.
  const beginning = value.slice(0, longestLook);
  add('prose', isProse(beginning));
  const isOne = shapes.has('email') || shapes.has('phone');
  add('personalInside', !isOne && (emailInside.test(beginning) || phoneInside.test(beginning)));
  return shapes;
}

function isEnglishName(value: string): boolean {
  if (value.length > 60 || !wordsOfName.test(value)) return false;
  const words = value.toLowerCase().split(/[\s,.-]+/);
  return words.some((word) => givenNames.has(word) || familyNames.has(word));
}

/** Of somebody who is alive, or was not long ago. Days of the last years may be of anything. */
function isDateOfBirth(value: string): boolean {
  const year = Number(date.exec(value)?.[1] ?? 0);
  return year >= 1900 && year <= new Date().getUTCFullYear();
}

/** Letters and digits without an order that anybody would remember. */
function isToken(value: string): boolean {
  if (!/^[\w+/=.-]{20,}$/.test(value) || uuid.test(value)) return false;
  if (/^[0-9a-f]{32,}$/i.test(value)) return bitsPerCharacter(value) > 3;
  return (
    /\d/.test(value) &&
    /[a-z]/i.test(value) &&
    !/[._-][a-z]{3,}/.test(value) &&
    bitsPerCharacter(value) > 3.5
  );
}

function bitsPerCharacter(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

function isJson(value: string): boolean {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

function isProse(value: string): boolean {
  if (/[\n\r]/.test(value)) return true;
  if (value.split(/\s+/).length >= 5) return true;
  return value.length >= 15 && /[\p{Script=Hiragana}].*[。、！？]|[。！？]$/u.test(value);
}
