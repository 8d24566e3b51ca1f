/** The splitter of packets against a plain reading of the same bytes, in any cut into chunks. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PacketOrderError, PacketSplitter } from '../../src/connect/packet-splitter.ts';
import { encodeRow, leastRowBytes } from '../../src/connect/row-encoding.ts';

const fullPacket = 0xffffff;

/** A payload as the packets that it is sent in. */
function packetsOf(payload: Buffer, firstSequence: number): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at <= payload.length; at += fullPacket) {
    const part = payload.subarray(at, at + fullPacket);
    const header = Buffer.alloc(4);
    header.writeUIntLE(part.length, 0, 3);
    header[3] = (firstSequence + packets.length / 2) & 0xff;
    packets.push(header, part);
  }
  return packets;
}

interface Answer {
  /** Payloads of packets before the rows: the description of the columns. */
  readonly before: readonly Buffer[];
  readonly rows: readonly Buffer[];
  /** Payload of the packet that ends the rows. */
  readonly end: Buffer;
}

const endOfFile = Buffer.from([0xfe, 0, 0, 2, 0]);
const serverError = Buffer.concat([Buffer.from([0xff, 0x25, 0x05]), Buffer.from('#70100stopped')]);
/** Looks like the end of the rows, but is too long for it. */
const wideRow = Buffer.concat([Buffer.from([0xfe, 1, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('x')]);

function bytesOf({ before, rows, end }: Answer): Buffer {
  const parts: Buffer[] = [];
  for (const payload of [...before, ...rows, end]) {
    parts.push(...packetsOf(payload, (1 + parts.length / 2) & 0xff));
  }
  return Buffer.concat(parts);
}

interface Reading {
  readonly splitter: PacketSplitter;
  readonly rows: Buffer[];
  readonly before: Buffer[];
  readonly end: Buffer[];
}

/** @param onRow - called after each row, with how many there are */
function reading(columns: number, onRow?: (rows: number) => void): Reading {
  const rows: Buffer[] = [];
  const before: Buffer[] = [];
  const end: Buffer[] = [];
  const splitter = new PacketSplitter({
    row(source, from, to) {
      rows.push(Buffer.from(source.subarray(from, to)));
      onRow?.(rows.length);
    },
    other(packet) {
      before.push(packet);
      return before.length === columns;
    },
    end(packet) {
      end.push(packet);
    },
  });
  return { splitter, rows, before, end };
}

/** Gives the bytes in chunks, and spoils each afterwards. Returns what was not looked at. */
function feed(splitter: PacketSplitter, bytes: Buffer, cuts: readonly number[]): Buffer {
  let start = 0;
  for (const cut of [...cuts, bytes.length]) {
    const chunk = Buffer.from(bytes.subarray(start, cut));
    const used = splitter.split(chunk, 0);
    if (used < chunk.length) return bytes.subarray(start + used);
    chunk.fill(0xee);
    start = cut;
  }
  return bytes.subarray(start);
}

function expectAnswer(answer: Answer, { before, rows, end }: Reading): void {
  // Buffer.equals instead of a deep comparison, which is slow for large rows.
  expect(rows.map(({ length }) => length)).toEqual(answer.rows.map(({ length }) => length));
  expect(rows.findIndex((row, index) => !row.equals(answer.rows[index] as Buffer))).toBe(-1);
  expect(before.map((packet) => packet.subarray(4))).toEqual(answer.before);
  expect(end.map((packet) => packet.subarray(4))).toEqual([answer.end]);
}

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 40 }).map((bytes) => {
    const row = Buffer.from(bytes);
    if (row[0] !== undefined && row[0] >= 0xfe) row[0] = 0xfb;
    return row;
  }),
  fc.constant(wideRow),
  fc.integer({ min: 0, max: 700 }).map((length) => Buffer.alloc(length, 'row')),
);

const answers: fc.Arbitrary<Answer> = fc.record({
  before: fc.array(
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)),
    { minLength: 1, maxLength: 5 },
  ),
  rows: fc.array(payload, { maxLength: 400 }),
  end: fc.constantFrom(endOfFile, serverError),
});

function sortedCuts(fractions: readonly number[], length: number): number[] {
  return fractions.map((fraction) => Math.floor(fraction * length)).sort((a, b) => a - b);
}

const cutFractions = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });

describe('the packet splitter', () => {
  test('hands on every packet, however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(answers, cutFractions, fc.uint8Array({ maxLength: 20 }), (answer, cuts, rest) => {
        const bytes = bytesOf(answer);
        const all = Buffer.concat([bytes, rest]);
        const read = reading(answer.before.length);
        const left = feed(read.splitter, all, sortedCuts(cuts, all.length));
        expectAnswer(answer, read);
        // What follows the rows is not looked at.
        expect(left).toEqual(Buffer.from(rest));
      }),
      { numRuns: 300 },
    );
  });

  test('finds the same packets whichever byte a chunk ends behind', () => {
    const answer: Answer = {
      before: [Buffer.from('columns'), Buffer.alloc(0), endOfFile],
      rows: [
        Buffer.from('first'),
        Buffer.alloc(0),
        wideRow,
        Buffer.alloc(300, 'x'),
        Buffer.of(0xfb),
      ],
      end: endOfFile,
    };
    const bytes = bytesOf(answer);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const read = reading(answer.before.length);
      feed(read.splitter, bytes, [cut]);
      expectAnswer(answer, read);
    }
    const bytewise = reading(answer.before.length);
    feed(
      bytewise.splitter,
      bytes,
      Array.from(bytes, (_, index) => index),
    );
    expectAnswer(answer, bytewise);
  });

  test('puts rows of many packets together, also those that fill their last packet', () => {
    const lengths = [
      fullPacket - 1,
      fullPacket,
      fullPacket + 1,
      2 * fullPacket,
      2 * fullPacket + 9,
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(lengths, { minLength: 1, maxLength: 2 }),
        fc.array(fc.integer({ min: 1, max: 20_000_000 }), { maxLength: 30 }),
        fc.boolean(),
        (huge, gaps, begins) => {
          const rows = huge.flatMap((length) => [
            begins ? rowOfLength(length) : Buffer.alloc(length, 'no row at all'),
            Buffer.from('small'),
          ]);
          const answer: Answer = { before: [endOfFile], rows, end: endOfFile };
          const bytes = bytesOf(answer);
          const cuts: number[] = [];
          for (let at = 0, gap = 0; gap < gaps.length; at += gaps[gap++] as number) {
            if (at < bytes.length) cuts.push(at);
          }
          const read = reading(1);
          feed(read.splitter, bytes, cuts);
          expectAnswer(answer, read);
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);

  test('stops behind a row when told, and goes on without losing one', () => {
    fc.assert(
      fc.property(answers, cutFractions, fc.integer({ min: 1, max: 7 }), (answer, cuts, every) => {
        const bytes = bytesOf(answer);
        let halted = false;
        const read: Reading = reading(answer.before.length, (rows) => {
          expect(halted).toBe(false);
          if (rows % every !== 0) return;
          halted = true;
          read.splitter.halt();
        });
        let start = 0;
        for (const cut of [...sortedCuts(cuts, bytes.length), bytes.length]) {
          let chunk = Buffer.from(bytes.subarray(start, cut));
          while (chunk.length > 0 && read.end.length === 0) {
            chunk = chunk.subarray(read.splitter.split(chunk, 0));
            halted = false;
            read.splitter.proceed();
          }
          start = cut;
        }
        expectAnswer(answer, read);
      }),
    );
  });

  test('refuses rows of which one is missing', () => {
    const answer: Answer = {
      before: [endOfFile],
      rows: [Buffer.from('first'), Buffer.from('second'), Buffer.from('third')],
      end: endOfFile,
    };
    const bytes = bytesOf(answer);
    const second = bytes.indexOf('second') - 4;
    const without = Buffer.concat([bytes.subarray(0, second), bytes.subarray(second + 10)]);
    for (let cut = 0; cut <= without.length; cut++) {
      const read = reading(1);
      expect(() => feed(read.splitter, without, [cut])).toThrow(PacketOrderError);
      expect(read.rows.map(String)).toEqual(['first']);
    }
  });

  test('refuses an end before which a row is missing', () => {
    const bytes = bytesOf({ before: [endOfFile], rows: [Buffer.from('row')], end: endOfFile });
    const end = bytes.length - 9;
    const row = bytes.indexOf('row') - 4;
    const without = Buffer.concat([bytes.subarray(0, row), bytes.subarray(end)]);
    expect(() => feed(reading(1).splitter, without, [])).toThrow(PacketOrderError);
  });
});

/** A row of one long value. */
function rowOfLength(length: number): Buffer {
  const row = Buffer.alloc(length, 'x');
  row[0] = 0xfe;
  row.writeBigUInt64LE(BigInt(length - 9), 1);
  return row;
}

describe('the least length of a row', () => {
  test('is never more than its length, and its length once the last value has begun', () => {
    const value = fc.option(
      fc
        .oneof(fc.integer({ max: 300, min: 0 }), fc.constantFrom(250, 251, 65_535, 65_536))
        .map((length) => Buffer.alloc(length, 0xff)),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 8 }),
        value,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, last, fraction) => {
          const row = encodeRow([...values, last]);
          const count = Math.floor(fraction * row.length);
          const known = Buffer.from(row);
          known.fill(0xee, count);
          expect(leastRowBytes(known, count)).toBeLessThanOrEqual(row.length);
          const lastBegins = encodeRow(values).length + (last === null ? 1 : 9);
          if (count >= lastBegins) expect(leastRowBytes(known, count)).toBe(row.length);
        },
      ),
    );
  });
});
