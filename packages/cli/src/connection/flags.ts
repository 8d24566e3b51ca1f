/** The flags about the connection that all commands share, under mysqldump's names. */

import { InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../flags/flag-values.ts';

/** Values of `--ssl-mode`, in mysqldump's names. */
export const sslModes = ['DISABLED', 'REQUIRED', 'VERIFY_CA', 'VERIFY_IDENTITY'] as const;

/** One of the {@link sslModes}. */
export type SslMode = (typeof sslModes)[number];

/** What the command line says about the connection; a flag that was not given is absent. */
export interface ConnectionFlags {
  readonly sslMode?: SslMode;
  /** File of PEM certificates to trust. */
  readonly sslCa?: string;
  /** Path of a Unix socket; the host and port of the URL are then not used. */
  readonly socket?: string;
}

/** The flags of {@link ConnectionFlags}. */
export function connectionOptions(): Option[] {
  return [
    new Option('--ssl-mode <mode>', 'default: VERIFY_IDENTITY, or DISABLED where the host is local')
      .choices(sslModes)
      .argParser(sslMode),
    new Option(
      '--ssl-ca <file>',
      'PEM file of certificates to trust; alone it means VERIFY_IDENTITY',
    ),
    new Option('-S, --socket <path>', 'Unix socket in place of the host of the URL'),
  ];
}

/** The flag `--wait-for-server`, in seconds. */
export function waitForServerOption(): Option {
  return new Option(
    '--wait-for-server <seconds>',
    'for which a server that sleeps or restarts is waited for: 0 by default',
  ).argParser(wholeNumber(0, 86_400));
}

/** mysqldump takes the modes in any case. */
function sslMode(text: string): string {
  const mode = text.toUpperCase();
  if (!sslModes.some((known) => known === mode)) {
    throw new InvalidArgumentError(`Allowed choices are ${sslModes.join(', ')}.`);
  }
  return mode;
}
