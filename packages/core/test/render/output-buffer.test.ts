/** Sections of the output: where they are, and their checksums, however the chunks are taken. */

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputBuffer } from '../../src/render/output-buffer.ts';

type Step = { readonly write: Uint8Array } | 'endSection' | 'take';

const steps = fc.array(
  fc.oneof(
    fc.record({ write: fc.uint8Array({ maxLength: 50 }) }),
    fc.constantFrom<Step>('endSection', 'take'),
  ),
  { maxLength: 60 },
);

for (const reused of [false, true]) {
  test(`each section has its bytes and their checksum, chunks ${reused ? 'used again' : 'given away'}`, () => {
    fc.assert(
      fc.property(steps, (script) => {
        const output = new OutputBuffer({ chunkBytes: 100, reused });
        const text: Buffer[] = [];
        const sections: { start: number; bytes: number; checksum: number }[] = [];
        for (const step of script) {
          if (step === 'endSection') {
            sections.push(output.endSection());
          } else if (step === 'take') {
            const chunk = output.take();
            text.push(Buffer.from(chunk));
            if (reused) output.giveBack(chunk.fill(0xee));
          } else {
            output.raw(step.write);
          }
        }
        sections.push(output.endSection());
        text.push(Buffer.from(output.take()));
        const whole = Buffer.concat(text);
        let end = 0;
        for (const { start, bytes, checksum } of sections) {
          expect(start).toBe(end);
          end += bytes;
          expect(checksum).toBe(crc32(whole.subarray(start, end)));
        }
        expect(end).toBe(whole.length);
        expect(output.total).toBe(whole.length);
      }),
      { numRuns: 300 },
    );
  });
}
