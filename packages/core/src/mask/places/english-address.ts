/** Addresses in Latin letters: each line or part between commas is replaced by what it seems to be. */

import { inCaseOf } from '../script.ts';
import type { AddressPart, OtherCode } from './address-parts.ts';
import type { Place } from './place.ts';

const border = /(\s*(?:,|\r?\n)\s*)/;

/** A flat or a floor; its number is behind the word. */
const unit = /^(?:apt|apartment|suite|ste|unit|flat|floor|fl|room|rm|#)\b/i;

/** A code of digits, or of digits and letters as in Britain and Canada. */
const code =
  /\b(?:\d{4,6}(?:-\d{3,4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b/i;

const state = /\b[A-Z]{2}\b/;
const country =
  /^(?:usa?|u\.s\.a?\.?|u\.?k\.?|united (?:states|kingdom).*|canada|japan|australia)$/i;

export function englishAddress(
  value: string,
  part: AddressPart,
  place: Place,
  otherCode: OtherCode,
): string {
  const { city } = place.english;
  switch (part) {
    case 'postcode':
      return otherCode(value);
    case 'country':
      return countryLike(value, place);
    case 'city':
      return inCaseOf(city, value);
    case 'region':
      return regionLike(value, place);
    default:
      return fullAddress(value, part, place, otherCode);
  }
}

function countryLike(value: string, { english: { country: other } }: Place): string {
  if (/^[a-z]{2}$/i.test(value)) return inCaseOf(other.code, value);
  return inCaseOf(/^[a-z]{3}$/i.test(value) ? other.longCode : other.name, value);
}

function regionLike(value: string, { english }: Place): string {
  return inCaseOf(/^[a-z]{2}$/i.test(value) ? english.state.code : english.state.name, value);
}

function fullAddress(
  value: string,
  part: 'full' | 'street',
  place: Place,
  otherCode: OtherCode,
): string {
  let seen = 0;
  let hasCity = part === 'street';
  return value
    .split(border)
    .map((text, index) => {
      if (index % 2 === 1 || text === '') return text;
      if (seen++ === 0) return streetLike(text, place);
      if (unit.test(text)) return unitLike(text, place);
      if (country.test(text)) return countryLike(text, place);
      const region = regionCodes(text, place, otherCode);
      if (!hasCity) {
        hasCity = true;
        // "Springfield IL 62704" between two commas, or the city alone.
        const isCodes = region !== '' && text.replace(code, '').replace(state, '').trim() === '';
        return isCodes ? region : [inCaseOf(place.english.city, text), region].join(' ').trim();
      }
      return region === '' ? regionLike(text, place) : region;
    })
    .join('');
}

function streetLike(text: string, { numbers: [block, lot], english }: Place): string {
  const street = inCaseOf(english.street, text.replace(/\d+(?:st|nd|rd|th)?/gi, ''));
  return /\d/.test(text) ? `${10 * block + lot} ${street}` : street;
}

function unitLike(text: string, { room }: Place): string {
  const word = unit.exec(text)?.[0] ?? '';
  return /[\d]|\b[A-Z]$/i.test(text.slice(word.length))
    ? `${word}${word === '#' ? '' : ' '}${room}`
    : word;
}

/** State and postcode where the text has any: empty where it has none. */
function regionCodes(text: string, place: Place, otherCode: OtherCode): string {
  const own = code.exec(text)?.[0];
  const states = state.test(own === undefined ? text : text.replace(own, ''));
  const codes = [states ? place.english.state.code : '', own === undefined ? '' : otherCode(own)];
  return codes.filter((each) => each !== '').join(' ');
}
