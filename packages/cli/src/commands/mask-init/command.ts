/** `dumpstream mask init` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { passwordHelp } from '../help.ts';
import { addMaskInitFlags, type MaskInitFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream mask init mysql://app@db.example.com/shop --output policy.json
  $ dumpstream mask init mysql://app@db.example.com --databases shop crm > policy.json
  $ dumpstream mask init mysql://app@db.example.com/shop --no-sample --locale ja

What is written:
  A strict policy that names every column, with a comment behind each that says why: masked where it
  is likely personal data, or where nobody can tell; kept where it is not. Names and comments are read
  in English and Japanese, and a few rows of each table are looked at, the first and the last ones by
  the key, in a READ ONLY transaction of at most 5 seconds. No value stands in the draft, or anywhere.
  Every rule fits its column, so "dumpstream mask check" finds nothing. LOOK marks what a person
  should decide; NOT MASKED what no rule fits, such as a unique column that is too short.
  It finds a lot and not everything: read it before you rely on it.

${passwordHelp}

Exit codes:
  0    the draft is written; standard error tells what is in it
  1    it could not be made or written; an existing file is as it was
  2    the command line is wrong, or the file is there already
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
  141  the reader of standard output went away, as in "| head"
`;

export function addMaskInitCommand(mask: Command, context: CommandContext): void {
  const command = mask
    .command('init')
    .summary('write a draft of a policy of masks for a database')
    .description(
      'Write a draft of a policy of masks for a database, with the reason for each column.',
    )
    .argument('<mysql-url>', 'mysql://user@host:3306/database');
  addMaskInitFlags(command)
    .addHelpText('after', help)
    .action(async (url: string, flags: MaskInitFlags) => {
      context.showCauses(flags.debug);
      const { runMaskInit } = await import('./run.ts');
      await runMaskInit(url, flags, context);
    });
}
