/** The command line: commands, arguments, help. */

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addDumpFlags, type DumpFlags } from './dump-flags.ts';
import { UsageError } from './errors.ts';

const dumpHelp = `
Examples:
  $ dumpstream dump mysql://app@db.example.com/shop > shop.sql
  $ dumpstream dump mysql://app@db.example.com/shop --output shop.sql.zst
  $ dumpstream dump mysql://app@db.example.com/shop --output s3://backups/shop.sql.gz
  $ dumpstream dump mysql://app@db.example.com/shop | mysql --comments --binary-mode shop_copy
  $ dumpstream dump mysql://app@db.example.com/shop --tables orders order_items --where 'id > 100'
  $ dumpstream dump mysql://app@db.example.com/shop --dry-run

Password:
  Give it in the environment variable MYSQL_PWD: one that is part of the URL can be read by every
  user of the machine while the command runs (ps), and stays in the shell's history. It is never
  asked for. Percent-encode special characters of the URL's parts (@ is %40, / is %2F).

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

/** What the program does besides reading the command line. */
export interface ProgramActions {
  dump(url: string, flags: DumpFlags): Promise<void>;
}

/**
 * Reads the command line and runs the command that it names.
 *
 * @param args - without the program's own name
 * @throws UsageError for a command line that is wrong, with commander's hint at similar names
 */
export async function runProgram(args: readonly string[], actions: ProgramActions): Promise<void> {
  const program = new Command('dumpstream')
    .description('Dump MySQL and MariaDB databases, exactly and without mysqldump.')
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    // Errors are rendered in one place, and commander's texts quote arguments that hold passwords.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', '\nRun "dumpstream dump --help" for the options and examples.');
  addDumpFlags(
    program
      .command('dump')
      .description('Write a dump of one or more databases as SQL.')
      .argument('<mysql-url>', 'mysql://user@host:3306/database'),
  )
    .addHelpText('after', dumpHelp)
    .action((url: string, flags: DumpFlags) => actions.dump(url, flags));

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    throw new UsageError(usageMessage(error), { cause: error });
  }
}

/** Commander's message without its `error: `, and where to find help. */
function usageMessage(error: CommanderError): string {
  if (error.code === 'commander.help') return 'no command given: run "dumpstream --help"';
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const hint =
    error.code === 'commander.missingArgument'
      ? 'it comes before --tables and --databases; run "dumpstream dump --help"'
      : 'run "dumpstream dump --help"';
  return `${message}: ${hint}`;
}

/** From the package's own package.json, one folder above this file. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}
