/** mydumper: the one on PATH, or else the one of Debian's package archive. */

import { PackagesUnavailableError, unpackPackages } from './package-archive.ts';
import { cachedFolder } from './paths.ts';
import { runProgram } from './process.ts';
import { unpackedProgram } from './unpacked-root.ts';

/** How to run it, and which one it is. */
export interface FoundMydumper {
  readonly command: { readonly command: string; readonly arguments: readonly string[] };
  readonly version: string;
}

/** @returns why there is none, in place of it */
export async function findMydumper(): Promise<FoundMydumper | string> {
  const installed = await withVersion({ command: 'mydumper', arguments: [] });
  if (installed !== undefined) return installed;
  try {
    const root = await cachedFolder('packages/mydumper', (folder) =>
      unpackPackages(
        {
          distribution: 'debian',
          sources: ['http://deb.debian.org/debian sid main'],
          packages: ['mydumper'],
        },
        folder,
      ),
    );
    const unpacked = await withVersion(unpackedProgram(root, 'usr/bin/mydumper'));
    return unpacked ?? 'the packaged mydumper does not run here';
  } catch (error) {
    if (!(error instanceof PackagesUnavailableError)) throw error;
    return `mydumper can't be had: ${error.message}`;
  }
}

async function withVersion(command: FoundMydumper['command']): Promise<FoundMydumper | undefined> {
  const printed = await runProgram(command.command, [...command.arguments, '--version']).catch(
    () => undefined,
  );
  if (printed?.exitCode !== 0) return undefined;
  const version = /mydumper v?(\d[^\s,]*)/.exec(printed.stdout)?.[1];
  return version === undefined ? undefined : { command, version };
}
