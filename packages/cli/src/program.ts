/** The command line: which commands there are, and what is wrong with one. */

import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addDumpCommand } from './commands/dump/command.ts';
import { addListCommand } from './commands/list/command.ts';
import { addMaskCommand } from './commands/mask.ts';
import { addRestoreCommand } from './commands/restore/command.ts';
import { addVerifyCommand } from './commands/verify/command.ts';
import { isConnectionUrl } from './connection/connection.ts';
import type { CommandContext } from './context.ts';
import { UsageError } from './errors.ts';

const help = `
Examples:
  $ dumpstream dump mysql://app@db.example.com/shop --output s3://backups/shop.sql.gz
  $ dumpstream list s3://backups/shop.sql.gz
  $ dumpstream verify s3://backups/shop.sql.gz
  $ dumpstream restore s3://backups/shop.sql.gz mysql://app@127.0.0.1/shop_copy
  $ dumpstream mask init mysql://app@db.example.com/shop --output policy.json

Exit codes of all commands:
  0    it is done; verify: the dump is whole, and equal
  1    it failed; verify: the dump is damaged, cut off or different
  2    the command line is wrong
  130  interrupted by Ctrl-C (129 by SIGHUP, 143 by SIGTERM)
  141  the reader of standard output went away, as in "| head"

The password of a server comes from the environment variable MYSQL_PWD.
Run "dumpstream <command> --help" for options and examples.`;

/**
 * Reads the command line and runs the command that it names.
 *
 * @param args - without the program's own name
 * @throws UsageError for a command line that is wrong, with commander's hint at similar names; what
 *   the command throws
 */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<void> {
  const program = new Command('dumpstream')
    .description(
      'Dump, restore and verify MySQL and MariaDB databases, exactly, without mysqldump.',
    )
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    // Errors are rendered in one place, and commander's texts quote arguments that hold passwords.
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', help);
  addDumpCommand(program, context);
  addRestoreCommand(program, context);
  addVerifyCommand(program, context);
  addListCommand(program, context);
  addMaskCommand(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    throw new UsageError(usageMessage(error, program, args), { cause: error });
  }
}

/** Commander's message without its `error: `, and what to do about it. */
function usageMessage(error: CommanderError, program: Command, args: readonly string[]): string {
  if (error.code === 'commander.help') {
    const group = program.commands.find((known) => known.name() === args[0]);
    return `no command given: run "${fullName(group ?? program)} --help"`;
  }
  const message = error.message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '');
  const command = program.commands.find((known) => known.name() === args[0]);
  if (command === undefined) return `${message}: ${choices(program)}`;
  if (command.commands.length === 0) return ofCommand(error, message, command, args);
  const inner = command.commands.find((known) => known.name() === args[1]);
  return inner === undefined
    ? `${message}: ${choices(command)}`
    : ofCommand(error, message, inner, args);
}

/** What may stand in place of a command that there is not. */
function choices(command: Command): string {
  const names = command.commands.map((known) => known.name()).join(', ');
  return `the commands are ${names}; run "${fullName(command)} --help"`;
}

/** For example `dumpstream mask check`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function ofCommand(
  error: CommanderError,
  message: string,
  command: Command,
  args: readonly string[],
): string {
  const hint = `run "${fullName(command)} --help"`;
  if (error.code === 'commander.excessArguments')
    return `${message}: ${synopsis(command)}; ${hint}`;
  if (error.code !== 'commander.missingArgument') return `${message}: ${hint}`;
  const first = command.registeredArguments[0]?.name();
  if (first === 'dump' && args[1] !== undefined && isConnectionUrl(args[1])) {
    return `the dump is missing, before the URL: ${synopsis(command)}; ${hint}`;
  }
  return `${message}: ${synopsis(command)}; ${hint}`;
}

/** How a command is written, for example `it is "dumpstream list <dump>"`. */
function synopsis(command: Command): string {
  const names = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const manyValues = command.options.some((option) => option.variadic);
  return (
    `write it as "${[fullName(command), ...names].join(' ')}"` +
    (manyValues ? ', with these before --tables and --databases' : '')
  );
}

/** From the package's own package.json, one folder above this file. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const { version }: { version: string } = JSON.parse(text);
  return version;
}
