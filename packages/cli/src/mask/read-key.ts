/** The secret key of masks: from a file or the environment, never from the command line. */

import { readFileSync } from 'node:fs';
import type { CommandContext } from '../context.ts';
import { UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';
import { keyVariable, type MaskFlags } from './flags.ts';

const whereFrom =
  `put one in a file and name it with --mask-key-file, or in the environment variable ${keyVariable}; ` +
  '"openssl rand -base64 32" makes one. With the same key, every dump masks alike';

/**
 * The line end behind the key in its file is no part of it. The key is shown in no message from now on.
 *
 * @throws UsageError where there is none
 */
export function readMaskKey(
  flags: MaskFlags,
  { environment, protect }: Pick<CommandContext, 'environment' | 'protect'>,
): Buffer {
  if (flags.maskKey !== undefined) {
    protect([flags.maskKey]);
    throw new UsageError(
      `a key is never given on the command line, where every user of the machine can read it: ${whereFrom}`,
    );
  }
  const key =
    flags.maskKeyFile === undefined
      ? Buffer.from(environment[keyVariable] ?? '')
      : keyOfFile(flags.maskKeyFile);
  if (key.length === 0) throw new UsageError(`--mask needs a secret key: ${whereFrom}`);
  protect([key.toString()]);
  return key;
}

function keyOfFile(path: string): Buffer {
  let key: Buffer;
  try {
    key = readFileSync(path);
  } catch (error) {
    throw new UsageError(`--mask-key-file: ${path} can't be read: ${systemReason(error)}`);
  }
  const end = /\r?\n$/.exec(key.toString('latin1'))?.[0].length ?? 0;
  if (key.length === end) throw new UsageError(`--mask-key-file: ${path} is empty: ${whereFrom}`);
  return key.subarray(0, key.length - end);
}
