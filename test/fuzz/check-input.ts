/** Splits one input in all ways, and tells in what they disagree. */

import { DumpError } from '../../packages/core/src/errors.ts';
import { freeOwn } from '../../packages/core/src/source/passed-memory.ts';
import { rowBorders } from '../../packages/core/src/split/row-borders.ts';
import { StatementSplitter } from '../../packages/core/src/split/splitter.ts';
import type {
  OuterComment,
  ReadingModes,
  Statement,
} from '../../packages/core/src/split/statement.ts';
import type { FuzzInput } from './inputs.ts';
import { type ReferenceResult, referenceSplit } from './reference-splitter.ts';

/** A second for a MiB is far more than it takes on any machine; small inputs have one as well. */
const slowestMsPerByte = 1000 / 2 ** 20;
const leastMs = 1000;

/** @returns what is wrong; `undefined` where all is well */
export function checkInput(input: FuzzInput): string | undefined {
  const reference = referenceSplit(input.text.toString('latin1'), input);
  const wanted = show(reference);
  for (const chunkBytes of [input.chunkBytes, [Math.max(1, input.text.length)] as const]) {
    for (const passing of [false, true]) {
      const started = process.threadCpuUsage();
      const { result, problem } = splitInput(input, chunkBytes, passing);
      const ms = cpuMs(started);
      if (ms > leastMs + input.text.length * slowestMsPerByte) {
        return `took ${Math.round(ms)} ms for ${input.text.length} bytes`;
      }
      if (problem !== undefined) return problem;
      const differs = difference(show(result), wanted);
      const how = passing ? ', in memory that is used again,' : '';
      if (differs !== undefined) return `in chunks of ${chunkBytes}${how} reads\n${differs}`;
    }
  }
  return undefined;
}

/** Of the thread: other programs on the machine do not count. */
export function cpuMs(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

/** A line for each thing that was found. */
function show({ statements, comments, error }: ReferenceResult): string[] {
  return [
    ...statements.map(({ number, offset, text, rows, headBytes, continues }) =>
      JSON.stringify({ number, offset, text, rows, headBytes, continues }),
    ),
    ...comments.map(({ offset, text }) => JSON.stringify({ offset, text })),
    `error: ${JSON.stringify(error)}`,
  ];
}

/** The first line that is not alike. */
function difference(got: readonly string[], wanted: readonly string[]): string | undefined {
  const at = got.findIndex((line, index) => line !== wanted[index]);
  return at === -1 ? undefined : `${got[at]}\nand not\n${wanted[at]}`;
}

interface Outcome {
  readonly result: ReferenceResult;
  readonly problem: string | undefined;
}

function splitInput(
  input: FuzzInput,
  chunkBytes: readonly [number, ...number[]],
  passing: boolean,
): Outcome {
  const { maxStatementBytes, modes } = input;
  const comments: OuterComment[] = [];
  const statements: ReferenceResult['statements'][number][] = [];
  const splitter = new StatementSplitter({
    maxStatementBytes,
    modes,
    passing,
    onComment: (comment) => comments.push(comment),
  });
  let problem: string | undefined;
  const take = (found: Iterable<Statement>) => {
    for (const statement of found) {
      const { bytes, ...others } = statement;
      statements.push({ ...others, text: bytes.toString('latin1') });
      problem ??= checkRows(statement, splitter.modes);
      if (passing && statement.continues) freeOwn(bytes);
    }
  };
  try {
    let at = 0;
    for (let index = 0; at < input.text.length; index++) {
      const length = chunkBytes[index] ?? chunkBytes.at(-1) ?? 1;
      // What the splitter keeps of a chunk must be a copy.
      const chunk = Buffer.from(input.text.subarray(at, at + length));
      take(splitter.push(chunk));
      chunk.fill(0x27);
      at += length;
    }
    take(splitter.end());
    return { result: { statements, comments }, problem };
  } catch (error) {
    if (!(error instanceof DumpError) || error.code === 'INTERNAL') throw error;
    const { number = 0, offset = 0 } = error.statement ?? {};
    return { result: { statements, comments, error: [error.code, number, offset] }, problem };
  }
}

/** The borders of the rows are those that the splitter counted. */
function checkRows(statement: Statement, modes: ReadingModes): string | undefined {
  const { bytes, headBytes, rows } = statement;
  if (rows === 0) return undefined;
  const borders = rowBorders(bytes, headBytes, modes);
  const first = borders[0] === headBytes;
  if (borders.length === 2 * rows && first) return undefined;
  return `has ${rows} rows, and borders ${borders} behind ${headBytes}: ${bytes.toString('latin1')}`;
}
