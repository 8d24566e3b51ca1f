/** Which digits of a phone number stay, and which ones are chosen. */

export interface PhoneTemplate {
  /** As many characters as there are digits: `?` any digit, `n` 2 to 9, `p` 1 to 9, else the digit itself. */
  readonly template: string;
  /** The same for a number with and without the prefix of its country. */
  readonly canonical: string;
}

/**
 * Numbers that are never given to anybody:
 * - North America: 555-0100 to 555-0199 of every area.
 * - United Kingdom: 07700 900000 to 900999 and 01632 960000 to 960999, kept for drama by Ofcom.
 * - Japan: behind the prefix of an area, a mobile network or a service no number begins with 0, see
 *   https://www.soumu.go.jp/main_sosiki/joho_tsusin/top/tel_number/q_and_a-2001apr.html
 *
 * @param number - the text with ASCII digits, without an extension
 * @param digits - its digits
 */
export function phoneTemplate(number: string, digits: string): PhoneTemplate {
  return /^\D*[+＋]/.test(number) ? international(number, digits) : national(number, digits);
}

const northAmerican = 'n??55501??';

function national(number: string, digits: string): PhoneTemplate {
  if (/^[2-9]..[2-9].{6}$/.test(digits)) return { template: northAmerican, canonical: digits };
  if (/^1[2-9]..[2-9].{6}$/.test(digits)) {
    return { template: `1${northAmerican}`, canonical: digits.slice(1) };
  }
  if (/^0[1-9]\d{8,9}$/.test(digits)) {
    return { template: japanese(digits, groupsOf(number)[0] ?? ''), canonical: digits };
  }
  const zeros = /^0*/.exec(digits)?.[0] ?? '';
  const rest = digits.slice(zeros.length);
  // A BIGINT must have as many digits as before, and takes few numbers of nineteen.
  const first = rest.length > 18 ? '1' : zeros === '' ? 'p' : '?';
  return {
    template: zeros + `${first}${'?'.repeat(rest.length)}`.slice(0, rest.length),
    canonical: digits,
  };
}

function international(number: string, digits: string): PhoneTemplate {
  const country = countryOf(number, digits);
  // As in +44 (0)20.
  const zero = digits[country.length] === '0' && country !== '39' ? '0' : '';
  const before = country + zero;
  const rest = digits.slice(before.length);
  const any = { template: before + '?'.repeat(rest.length), canonical: country + rest };
  if (country === '1' && rest.length === 10) {
    return { template: before + northAmerican, canonical: rest };
  }
  if (country === '44' && rest.length === 10) {
    return { ...any, template: before + (rest[0] === '7' ? '7700900???' : '1632960???') };
  }
  if (country === '81' && (rest.length === 9 || rest.length === 10)) {
    const group = groupsOf(number).find((each) => each !== country && each !== '0') ?? '';
    const area = group.startsWith('0') ? group : `0${group}`;
    const template = japanese(`0${rest}`, area).slice(1);
    return { template: before + template, canonical: `0${rest}` };
  }
  return any;
}

function groupsOf(number: string): readonly string[] {
  return number.match(/\d+/g) ?? [];
}

/** https://www.itu.int/pub/T-SP-E.164D: codes of two digits; the others have three, or are 1 and 7. */
const twoDigits = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function countryOf(number: string, digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1);
  if (twoDigits.test(digits)) return digits.slice(0, 2);
  const [group = ''] = groupsOf(number);
  return group.length < 3 ? group : digits.slice(0, 3);
}

/**
 * @param digits - with the 0 in front, 10 or 11 of them
 * @param group - the first digits that stand together, which are the area where they may be one
 */
function japanese(digits: string, group: string): string {
  const prefix = japanesePrefix(digits, group);
  return `${prefix}0${'?'.repeat(digits.length - prefix.length - 1)}`;
}

function japanesePrefix(digits: string, group: string): string {
  if (/^0(?:120|570|800|990|180|170)/.test(digits)) return digits.slice(0, 4);
  if (/^0[1-9]0/.test(digits) && digits.length === 11) return digits.slice(0, 3);
  if (group.length >= 2 && group.length <= 5) return group;
  return digits.slice(0, /^0[36]/.test(digits) ? 2 : 3);
}
