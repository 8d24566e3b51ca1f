/** A short run of the fuzzer: the splitter agrees with its reference, in time and memory. */

import { expect, test } from 'vitest';
import { testSeed } from '../services/test-seed.ts';
import { checkInput } from './check-input.ts';
import { checkStream } from './check-stream.ts';
import { writtenDump } from './fragments.ts';
import { fuzzInput } from './inputs.ts';

const dumps = [Buffer.from(writtenDump, 'latin1')];

test('what the splitter makes of any text is what the reference makes of it', () => {
  const problems: string[] = [];
  for (let seed = testSeed; seed < testSeed + 2000; seed++) {
    const problem = checkInput(fuzzInput(seed, dumps));
    if (problem !== undefined) problems.push(`seed ${seed} ${problem}`);
  }
  expect(problems).toEqual([]);
});

test('a long text of any kind takes neither memory nor time without bound', () => {
  const problems: string[] = [];
  for (let seed = testSeed; seed < testSeed + 6; seed++) {
    const problem = checkStream(fuzzInput(seed, dumps));
    if (problem !== undefined) problems.push(`seed ${seed} ${problem}`);
  }
  expect(problems).toEqual([]);
});

test.for([
  ['a name whose capital letter is beyond Latin-1', 'INSERT INTO \xff VALUES (1)'],
  ['a byte right behind the first statement of a file of mydumper', '/*!1 SET NAMES a*/;SELECT 1'],
] as const)('the reference reads %s as the splitter does', ([, text]) => {
  const modes = { ansiQuotes: false, noBackslashEscapes: false, characterSet: 'latin1' };
  const bytes = Buffer.from(text, 'latin1');
  const problem = checkInput({ text: bytes, modes, maxStatementBytes: 100, chunkBytes: [3] });
  expect(problem).toBeUndefined();
});
