/** `dumpstream verify` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { dumpArgument, passwordHelp } from '../help.ts';
import { addVerifyFlags, type VerifyFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream verify shop.sql.gz
  $ dumpstream verify s3://backups/shop.sql.gz --verbose
  $ dumpstream verify shop.sql.gz mysql://app@db.example.com/shop_copy
  $ dumpstream verify shop.sql.gz --json | jq .rows

What is checked:
  The whole dump is read: compression, statements and the end mark; of a dump by dumpstream also the
  checksum of each part and the number of rows, by the manifest at its end. With <mysql-url> every
  table, view, trigger and program is compared with the database, exactly, and the first row that
  differs is named by its key. Nothing is written.

${passwordHelp}

Exit codes:
  0    the dump is whole; with <mysql-url>: and equal to the database
  1    it is damaged, cut off, no dump, or different; or it could not be read
  2    the command line is wrong
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
  141  the reader of standard output went away, as in "| head"
`;

export function addVerifyCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('verify')
    .summary('check that a dump is whole, and equal to a database')
    .description('Check that a dump is whole, and whether a database is what it says.')
    .argument('<dump>', dumpArgument)
    .argument('[mysql-url]', 'a database to compare with: mysql://user@host:3306/database');
  addVerifyFlags(command)
    .addHelpText('after', help)
    .action(async (dump: string, url: string | undefined, flags: VerifyFlags) => {
      context.showCauses(flags.debug);
      const { runVerify } = await import('./run.ts');
      await runVerify(dump, url, flags, context);
    });
}
