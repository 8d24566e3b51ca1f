/** `dumpstream restore` on the command line. */

import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { dumpArgument, passwordHelp } from '../help.ts';
import { addRestoreFlags, type RestoreFlags } from './flags.ts';

const help = `
Examples:
  $ dumpstream restore shop.sql.gz mysql://app@db.example.com/shop_copy
  $ dumpstream restore s3://backups/shop.sql.gz mysql://app@db.example.com/shop --tables orders --force
  $ zcat old.sql.gz | dumpstream restore - mysql://app@db.example.com/shop_copy
  $ dumpstream restore all.sql.zst mysql://app@db.example.com --all-databases --parallel 4
  $ dumpstream restore shop.sql.gz mysql://app@db.example.com/shop_copy --resume

${passwordHelp}

Input:
  Dumps by dumpstream, mysqldump, mariadb-dump and mydumper (a single file). Of a dump by dumpstream
  in a file or an object, --tables reads only the bytes that are needed. Commands of the client
  programs that stand in a dump, such as "source" or "system", are refused and not run.

Safety:
  A database that is not empty is not written to without --force. A restore that fails or is
  interrupted leaves what it has restored so far; of a dump by dumpstream, the same command with
  --resume goes on from there.

Exit codes:
  0    all is restored
  1    it failed; the message tells why, and in which state the database is
  2    the command line is wrong
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
`;

export function addRestoreCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('restore')
    .summary('restore a dump into a database')
    .description('Restore a dump into a database, without the mysql client.')
    .argument('<dump>', dumpArgument)
    .argument('<mysql-url>', 'mysql://user@host:3306/database');
  addRestoreFlags(command)
    .addHelpText('after', help)
    .action(async (dump: string, url: string, flags: RestoreFlags) => {
      context.showCauses(flags.debug);
      const { runRestore } = await import('./run.ts');
      await runRestore(dump, url, flags, context);
    });
}
