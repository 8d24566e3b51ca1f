/** `dumpstream mask` on the command line: what is done with policies of masks besides dumping. */

import type { Command } from 'commander';
import type { CommandContext } from '../context.ts';
import { addMaskCheckCommand } from './mask-check/command.ts';
import { addMaskInitCommand } from './mask-init/command.ts';

export function addMaskCommand(program: Command, context: CommandContext): void {
  const mask = program
    .command('mask')
    .summary('work on policies of masks')
    .description('Work on policies of masks, which tell how columns leave a database changed.');
  addMaskInitCommand(mask, context);
  addMaskCheckCommand(mask, context);
}
