/** Runs `dumpstream verify`: composes input, connection, check and result. */

import { type VerifyReport, verify } from '@dumpstream/core';
import { type ParsedConnection, parseConnection } from '../../connection/connection.ts';
import type { CommandContext } from '../../context.ts';
import { isDumpError } from '../../error-text.ts';
import { FindingsError, UsageError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { checkOrder, openInput } from '../../inputs/open-input.ts';
import { writeResult } from '../../outputs/result.ts';
import { showProgress } from '../../progress/progress-display.ts';
import { Rate } from '../../progress/rate.ts';
import { type VerifyFlags, verifyOptionsOf } from './flags.ts';
import { progressLine } from './progress-text.ts';
import { differenceCount, reportText } from './report-text.ts';

/**
 * Checks one dump, and writes what was found to standard output.
 *
 * @throws UsageError, InputError, BrokenPipeError; FindingsError where a database is not what the
 *   dump says; what core and the packages of the input throw, also where the dump is not whole
 */
export async function runVerify(
  argument: string,
  url: string | undefined,
  flags: VerifyFlags,
  { environment, signal, protect }: CommandContext,
): Promise<void> {
  if (url !== undefined) checkOrder(argument, url);
  const connection = url === undefined ? undefined : parseConnection(url, flags, environment);
  protect(connection?.secrets ?? []);
  const options = verifyOptionsOf(flags, connection?.settings);
  const input = await openInput(argument, { endpointUrl: flags.endpointUrl, signal });
  if (connection !== undefined && input.kind === 'stream') {
    await input.close();
    throw new UsageError(
      `a database can only be compared with a file or an S3 object, as only the end of a dump tells how it was made: store ${input.label} in a file first`,
    );
  }
  const progress = await showProgress(!flags.quiet);
  const rate = new Rate();
  progress.start();
  let report: VerifyReport;
  try {
    report = await verify(input.dump, {
      ...options,
      signal,
      onProgress: (current) => progress.show(progressLine(current, rate.at(current.bytes))),
    });
  } catch (error) {
    progress.clear();
    if (flags.json && !signal.aborted && isDumpError(error)) {
      const { code, message, statement } = error;
      await writeResult(
        JSON.stringify({ error: { code, message, statement } }, undefined, 2),
        signal,
      );
    }
    throw error;
  } finally {
    progress.clear();
    await input.close();
  }
  const compared = connection && serverName(connection, flags.database);
  await writeResult(
    flags.json
      ? JSON.stringify(report, undefined, 2)
      : reportText(report, { label: input.label, compared, tables: flags.verbose === true }),
    signal,
  );
  const count = differenceCount(report);
  if (count > 0) {
    throw new FindingsError(
      `the database differs from the dump: ${formatCount(count, 'difference')}, see above`,
    );
  }
}

/** For example `shop on db.example.com`. */
function serverName({ settings }: ParsedConnection, named: string | undefined): string {
  const server = settings.socketPath ?? settings.host ?? 'localhost';
  const database = named ?? settings.database;
  return database === undefined ? server : `${database} on ${server}`;
}
