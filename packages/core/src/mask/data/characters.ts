/** Characters that masked texts are made of, by kind. */

/**
 * Kanji that Japanese, Korean and both Chinese character sets hold under the same code points of
 * Unicode, so that one list serves all of them.
 */
export const kanji = [
  ...'山川田水火木金土日月人口大小中上下左右天地生年本文高雨雪石花草竹羊牛犬心手足目耳力刀工王玉白赤明星早朝夕冬春夏秋',
  ...'千百十九八七六五四三二一先古今北南西外前林森空立行男女子父母兄弟友休名市町村里野首回合全公分少止正方入出光色走元',
  ...'交京不用由申示米自舟衣言谷豆身音丁丈万丸久乞互井亡仁介代令以仲件任伏位何佐作例供依信修借停健像充克免共兵具典冷凡',
  ...'刃切列初利制刻勇化匹半卒占印危卷去反取受句只叫史司吉同吐向君否告周味命和品哲商善喜嘉器因固在均坐城域基堂',
];

/** Katakana without voiced marks and small ones; hiragana and half-width ones are made of them. */
export const katakana = [
  ...'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ',
];

export const hangul = [
  ...'가나다라마바사아자차카타파하고노도로모보소오조구누두루무부수우주기니디리미비시이지',
];

export const cyrillic = [...'абвгдежзиклмнопрстуфхцчшщэюя'];

export const greek = [...'αβγδεζηθικλμνξοπρστυφχψω'];

export const consonants = [...'bcdfghjklmnprstvz'];

export const vowels = [...'aeiou'];

export const latin = [...'abcdefghijklmnopqrstuvwxyz'];

export const digits = [...'0123456789'];
