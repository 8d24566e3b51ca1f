/** Addresses in Japanese: written with the parts, signs and digits that the value has. */

import { type JapanesePlace, japanesePrefectures } from '../data/japanese-places.ts';
import {
  type JapaneseForm,
  japaneseForm,
  toAsciiDigits,
  toFullWidthDigits,
  toHalfWidth,
  toHiragana,
} from '../script.ts';
import type { AddressPart, OtherCode } from './address-parts.ts';
import type { Place } from './place.ts';

/** At the beginning of an address, with the blank behind it. */
const postcode = /^\s*〒?\s*[0-9０-９]{3}[-－‐−ー]?[0-9０-９]{4}(?![0-9０-９])\s*/u;

/** What stands behind the last number of a house: the name of a building. */
const building =
  /[0-9０-９号地]([\s\u3000]+|(?![丁番地号の])(?=\p{L}))[^\d０-９丁番号地の]*\p{L}{2,}.*$/su;

export function japaneseAddress(
  value: string,
  part: AddressPart,
  place: Place,
  otherCode: OtherCode,
): string {
  const { prefecture, city, country } = place.japanese;
  const form = japaneseForm(value);
  const write = (name: JapanesePlace) => written(name, form);
  switch (part) {
    case 'postcode':
      return otherCode(value);
    case 'country':
      return write(country);
    case 'city':
      return write(city);
    case 'region': {
      const whole = form !== 'kanji' || /[都道府県]$/.test(value.trim());
      const name = write(prefecture);
      return whole ? name : name.replace(/(?<!海)[都府県]$/, '');
    }
    case 'street':
      return streetAndHouse(value, place, form);
    default: {
      const code = postcode.exec(value)?.[0] ?? '';
      const rest = value.slice(code.length);
      const region = startsWithPrefecture(rest, form) ? write(prefecture) : '';
      return otherCode(code) + region + write(city) + streetAndHouse(rest, place, form);
    }
  }
}

/** Kana of half width and hiragana are made of katakana; an address in Latin letters becomes kanji. */
function written(name: JapanesePlace, form: JapaneseForm): string {
  switch (form) {
    case 'hiragana':
      return toHiragana(name.katakana);
    case 'katakana':
      return name.katakana;
    case 'halfWidth':
      return toHalfWidth(name.katakana);
    default:
      return name.kanji;
  }
}

function startsWithPrefecture(text: string, form: JapaneseForm): boolean {
  return japanesePrefectures.some((prefecture) => text.startsWith(written(prefecture, form)));
}

function streetAndHouse(value: string, place: Place, form: JapaneseForm): string {
  const text = toAsciiDigits(value);
  const write = (name: JapanesePlace) => written(name, form);
  const digits = (each: string) => (/[０-９]/.test(value) ? toFullWidthDigits(each) : each);
  const address = write(place.japanese.town) + digits(houseNumber(text, place));
  const gap = building.exec(value)?.[1];
  if (gap === undefined) return address;
  const room = /\d(?:号室?|[F階])?\s*$/u.exec(text);
  const roomNumber = room === null ? '' : `${place.room}${/[号室F階]+/u.exec(room[0])?.[0] ?? ''}`;
  return address + gap + write(place.japanese.building) + digits(roomNumber);
}

function houseNumber(text: string, { numbers: [block, lot, house] }: Place): string {
  if (!/\d/.test(text)) return /[一二三四五六七八九十]丁目/.test(text) ? `${block}丁目` : '';
  const dash = /\d([-－‐−ーの])\d/.exec(text)?.[1] ?? '-';
  if (!text.includes('丁目')) {
    return text.includes('番') ? `${lot}番${house}号` : [block, lot, house].join(dash);
  }
  if (!text.includes('番')) {
    return /丁目.*\d/s.test(text) ? `${block}丁目${lot}${dash}${house}` : `${block}丁目`;
  }
  return `${block}丁目${lot}番${text.includes('号') ? `${house}号` : house}`;
}
