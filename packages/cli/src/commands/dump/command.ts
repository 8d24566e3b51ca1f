/** `dumpstream dump` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { passwordHelp } from '../help.ts';
import { addDumpFlags, type DumpFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream dump mysql://app@db.example.com/shop > shop.sql
  $ dumpstream dump mysql://app@db.example.com/shop --output shop.sql.zst
  $ dumpstream dump mysql://app@db.example.com/shop --output s3://backups/shop.sql.gz
  $ dumpstream dump mysql://app@db.example.com/shop | mysql --comments --binary-mode shop_copy
  $ dumpstream dump mysql://app@db.example.com/shop --tables orders order_items --where 'id > 100'
  $ dumpstream dump mysql://app@db.example.com/shop --mask policy.json --mask-key-file mask.key
  $ dumpstream dump mysql://app@db.example.com/shop --subset 'customers: id % 100 = 0' --referring
  $ dumpstream dump mysql://app@db.example.com/shop --dry-run

${passwordHelp}

Masks:
  Values of masked columns are replaced before they leave this process. The policy tells which, by
  rules; "dumpstream mask check" compares it with a database. What a value becomes follows from it and
  from a secret key, which is never an argument: --mask-key-file, or the environment variable
  DUMPSTREAM_MASK_KEY. "openssl rand -base64 32" makes one; the same key masks alike every time.

Subsets:
  --subset, --sample and --limit say which rows a subset begins with; it holds all rows that those refer to
  by foreign keys, so that it restores with foreign key checks on. --subset begins with the named tables
  alone; without it all tables are there, as far as --sample and --limit let them. --where leaves
  rows out and completes nothing, as mysqldump does.

Output:
  A file or an object appears once the dump is whole, and an existing one is replaced only then.
  On standard output a dump is whole when its last line begins with "-- Dump completed" and the exit
  code is 0: use "set -o pipefail" in scripts. For s3:// the credentials and the region come from
  the usual AWS environment variables and files.

Exit codes:
  0    the dump is whole; with --dry-run: it would work
  1    the dump failed, nothing was made or replaced; with --dry-run: it would fail
  2    the command line is wrong
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM); nothing was made or replaced
  141  the reader of standard output went away, as in "| head"
`;

export function addDumpCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('dump')
    .summary('write a dump of one or more databases as SQL')
    .description('Write a dump of one or more databases as SQL.')
    .argument('<mysql-url>', 'mysql://user@host:3306/database');
  addDumpFlags(command)
    .addHelpText('after', help)
    .action(async (url: string, flags: DumpFlags) => {
      context.showCauses(flags.debug);
      const { runDump } = await import('./run.ts');
      await runDump(url, flags, context);
    });
}
