/** Inputs for the splitter, each made from a number alone. */

import type { ReadingModes } from '../../packages/core/src/split/statement.ts';
import { type Random, seededRandom } from '../sample/random.ts';
import { fragments } from './fragments.ts';

export interface FuzzInput {
  readonly text: Buffer;
  readonly modes: ReadingModes;
  readonly maxStatementBytes: number;
  /** How the text comes in chunks; the last length is for all that follow. */
  readonly chunkBytes: readonly [number, ...number[]];
}

const characterSets = ['utf8mb4', 'sjis', 'gbk', 'big5', 'gb18030', 'latin1'] as const;

/** @param dumps - texts that some of the inputs are mutations of */
export function fuzzInput(seed: number, dumps: readonly Buffer[]): FuzzInput {
  // Neighbouring seeds of a xorshift begin alike.
  const random = seededRandom(Math.imul(seed + 1, 0x9e3779b1));
  for (let draw = 0; draw < 4; draw++) random.between(0, 1);
  const text = makeText(random, dumps);
  const isSmall = random.oneIn(2);
  return {
    text,
    modes: {
      ansiQuotes: random.oneIn(5),
      noBackslashEscapes: random.oneIn(5),
      characterSet: random.oneIn(3) ? random.pick(characterSets) : 'utf8mb4',
    },
    maxStatementBytes: isSmall ? random.between(1, 150) : random.between(150, 20_000),
    chunkBytes: [
      random.between(1, 60),
      ...Array.from({ length: random.between(0, 5) }, () => random.between(1, 60)),
      random.pick([1, 2, 3, 5, 64, 1000, 65_536]),
    ],
  };
}

/** The files of mydumper are read in a way of their own, which their first statement tells. */
const mydumperStarts = [
  '/*!40101 SET NAMES binary*/;\n',
  '/*!40101 SET NAMES utf8mb4*/;\n',
  'SET @PREV_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT;\n',
] as const;

function makeText(random: Random, dumps: readonly Buffer[]): Buffer {
  const text = textFrom(random, dumps);
  if (!random.oneIn(20)) return text;
  return Buffer.concat([Buffer.from(random.pick(mydumperStarts)), text]);
}

function textFrom(random: Random, dumps: readonly Buffer[]): Buffer {
  const [first, ...others] = dumps;
  switch (random.between(0, 9)) {
    case 0:
      return random.bytes(random.between(0, 300));
    case 1:
    case 2:
    case 3:
    case 4:
      return Buffer.concat(soup(random, random.between(1, 60)));
    default:
      if (first === undefined) return Buffer.concat(soup(random, random.between(1, 200)));
      return mutated(random, slice(random, random.pick([first, ...others])));
  }
}

function soup(random: Random, count: number): Buffer[] {
  return Array.from({ length: count }, () => fragment(random));
}

function fragment(random: Random): Buffer {
  const text = fragments[random.between(0, fragments.length - 1)] ?? '';
  return Buffer.from(random.oneIn(4) ? `${text} ` : text, 'latin1');
}

/** Begins at the beginning of a line, most often. */
function slice(random: Random, dump: Buffer): Buffer {
  const length = random.oneIn(20) ? random.between(0, 100_000) : random.between(0, 4000);
  const somewhere = random.between(0, Math.max(0, dump.length - length));
  const lineStart = random.oneIn(5) ? somewhere : dump.lastIndexOf('\n', somewhere) + 1;
  // Long lines of rows: what is before them is as interesting.
  const start = somewhere - lineStart > 2000 && random.oneIn(2) ? somewhere : lineStart;
  return dump.subarray(start, start + length);
}

function mutated(random: Random, slice: Buffer): Buffer {
  let text = Buffer.from(slice);
  const changes = random.oneIn(4) ? 0 : random.between(1, 6);
  for (let change = 0; change < changes; change++) {
    const at = random.between(0, text.length);
    const until = Math.min(text.length, at + random.between(0, random.oneIn(3) ? 400 : 8));
    const before = text.subarray(0, at);
    switch (random.between(0, 4)) {
      case 0:
        text = Buffer.concat([before, fragment(random), text.subarray(at)]);
        break;
      case 1:
        text = Buffer.concat([before, text.subarray(until)]);
        break;
      case 2:
        text = Buffer.concat([before, text.subarray(at, until), text.subarray(at)]);
        break;
      case 3:
        text = Buffer.concat([before, random.bytes(1), text.subarray(at + 1)]);
        break;
      default:
        text = Buffer.concat([before, fragment(random), text.subarray(until)]);
    }
  }
  return text;
}
