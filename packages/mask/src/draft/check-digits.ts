/** Numbers that prove by their check digits what they are. */

/** Digits one knows card numbers by: of Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay. */
const cardBeginning = /^(?:4|5[1-5]|2[2-7]|3[47]|35|3[068]|6)/;

/** By Luhn (ISO/IEC 7812-1, annex B), of a length and a beginning that cards have. */
export function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{13,19}$/.test(digits) || !cardBeginning.test(digits) || /^(\d)\1+$/.test(digits)) {
    return false;
  }
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const weighed = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the rest of a division by 97 is 1. */
export function isIban(text: string): boolean {
  const compact = text.replaceAll(' ', '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return false;
  const moved = compact.slice(4) + compact.slice(0, 4);
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/**
 * The individual number of Japan: 11 digits and a check digit, by the ordinance of the Ministry of
 * Internal Affairs no. 85 of 2014, article 5.
 */
export function isMyNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^\d{12}$/.test(digits)) return false;
  let sum = 0;
  for (let place = 1; place <= 11; place++) {
    const weight = place <= 6 ? place + 1 : place - 5;
    sum += Number(digits[11 - place]) * weight;
  }
  const rest = sum % 11;
  return Number(digits[11]) === (rest <= 1 ? 0 : 11 - rest);
}
