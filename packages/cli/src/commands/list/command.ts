/** `dumpstream list` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { addListFlags, type ListFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream list shop.sql.gz
  $ dumpstream list s3://backups/shop.sql.gz
  $ dumpstream list shop.sql.zst --json | jq '.sections[] | select(.rows > 1000) | .name'

What is read:
  Dumps by dumpstream tell at their end what they hold: only that is fetched, not the rows. Of other
  dumps, and of one that comes through a pipe, "dumpstream verify --verbose" lists the tables.

Exit codes:
  0    the list is on standard output
  1    the dump could not be read, or does not tell what it holds
  2    the command line is wrong
  141  the reader of standard output went away, as in "| head"
`;

export function addListCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('list')
    .summary('list what a dump holds, without reading all of it')
    .description('List what a dump holds, without reading all of it.')
    .argument('<dump>', 'file or s3://bucket/key[?versionId=...]');
  addListFlags(command)
    .addHelpText('after', help)
    .action(async (dump: string, flags: ListFlags) => {
      context.showCauses(flags.debug);
      const { runList } = await import('./run.ts');
      await runList(dump, flags, context);
    });
}
