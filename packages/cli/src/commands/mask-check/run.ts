/** Runs `dumpstream mask check`: composes connection, policy and dry run. */

import type { CommandContext } from '../../context.ts';
import type { MaskCheckFlags } from './flags.ts';

export async function runMaskCheck(
  _url: string,
  _policy: string,
  _flags: MaskCheckFlags,
  _context: CommandContext,
): Promise<void> {}
