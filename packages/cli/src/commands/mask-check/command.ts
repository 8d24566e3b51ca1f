/** `dumpstream mask check` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { passwordHelp } from '../help.ts';
import { addMaskCheckFlags, type MaskCheckFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream mask check mysql://app@db.example.com/shop policy.json
  $ dumpstream mask check mysql://app@db.example.com policy.json --databases shop crm
  $ dumpstream mask check mysql://app@db.example.com/shop policy.json --json | jq .mask.unnamed

What is compared:
  The policy with the tables as they are now: rules that don't fit their columns, patterns that mean
  nothing, unique keys, foreign keys and CHECKs that masked values could break. Each problem is told
  with the line of the policy. Rows are not read, and no key is needed. Definitions of masked columns
  that state values (DEFAULT, CHECK, ...) are told as well: they are in a dump as they are.

${passwordHelp}

Exit codes:
  0    a dump with this policy would work, as far as it can be told without the rows; columns that
       the policy does not name are listed, and would be dumped as they are
  1    it would fail, also because a strict policy does not name a column
  2    the command line is wrong
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
  141  the reader of standard output went away, as in "| head"
`;

export function addMaskCheckCommand(mask: Command, context: CommandContext): void {
  const command = mask
    .command('check')
    .summary('compare a policy of masks with a database, for continuous integration')
    .description('Compare a policy of masks with a database, without reading its rows.')
    .argument('<mysql-url>', 'mysql://user@host:3306/database')
    .argument('<policy>', 'file of the policy, in JSON; comments are allowed');
  addMaskCheckFlags(command)
    .addHelpText('after', help)
    .action(async (url: string, policy: string, flags: MaskCheckFlags) => {
      context.showCauses(flags.debug);
      const { runMaskCheck } = await import('./run.ts');
      await runMaskCheck(url, policy, flags, context);
    });
}
