/** Fetches packages of Debian and Ubuntu with apt, and unpacks them without installing anything. */

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder, exists } from './paths.ts';
import { type RunResult, runProgram, runProgramSuccessfully } from './process.ts';

/** Who signs the packages. */
export type Distribution = 'debian' | 'ubuntu';

/** Packages of one release, and what they depend on. */
export interface PackageSet {
  readonly distribution: Distribution;
  /** Lines of a sources.list, without `deb`. What they depend on is in them too. */
  readonly sources: readonly string[];
  readonly packages: readonly string[];
}

/** The packages can't be had here. Its message says why, in a few words. */
export class PackagesUnavailableError extends Error {}

const UPDATE_SECONDS = 60;
const DOWNLOAD_SECONDS = 300;

const SYSTEM_KEYRINGS = '/usr/share/keyrings';

/** Each distribution's keyring, and the package of the other one that holds it. */
const KEYRINGS: Readonly<Record<Distribution, { file: string; from: PackageSet }>> = {
  debian: {
    file: 'debian-archive-keyring.gpg',
    from: {
      distribution: 'ubuntu',
      sources: ['http://archive.ubuntu.com/ubuntu resolute universe'],
      packages: ['debian-archive-keyring'],
    },
  },
  ubuntu: {
    file: 'ubuntu-archive-keyring.gpg',
    from: {
      distribution: 'debian',
      sources: ['http://deb.debian.org/debian trixie main'],
      packages: ['ubuntu-keyring'],
    },
  },
};

/**
 * Unpacks the packages and all that they depend on into a folder, which can then be used in place
 * of `/`. apt checks the signatures and picks the versions: the newest ones of this day.
 *
 * @param folder - empty
 * @throws PackagesUnavailableError where there is no apt, or the archive is out of reach
 */
export async function unpackPackages(set: PackageSet, folder: string): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PackagesUnavailableError('its packages are fetched for Linux on x64 alone');
  }
  const keyring = await findKeyring(set.distribution);
  const state = `${folder}.apt`;
  try {
    const config = await writeConfiguration(set, keyring, state);
    await apt(config, ['update', '--error-on=any'], UPDATE_SECONDS);
    const install = ['install', '--yes', '--download-only', ...set.packages];
    await apt(config, install, DOWNLOAD_SECONDS);
    const archives = join(state, 'cache', 'archives');
    for (const file of await readdir(archives)) {
      if (!file.endsWith('.deb')) continue;
      await runProgramSuccessfully('dpkg-deb', ['--extract', join(archives, file), folder]);
    }
  } finally {
    await rm(state, { recursive: true, force: true });
  }
}

/** The keyring of this machine, or else out of the package that the other distribution signed. */
async function findKeyring(distribution: Distribution): Promise<string> {
  const { file, from } = KEYRINGS[distribution];
  const own = join(SYSTEM_KEYRINGS, file);
  if (await exists(own)) return own;
  if (!(await exists(join(SYSTEM_KEYRINGS, KEYRINGS[from.distribution].file)))) {
    throw new PackagesUnavailableError('this machine has no keyring of Debian or Ubuntu');
  }
  const unpacked = await cachedFolder(`packages/${distribution}-keyring`, (folder) =>
    unpackPackages(from, folder),
  );
  return join(unpacked, own);
}

/**
 * apt's configuration, read after the machine's own: that may hold a proxy, but its hooks and its
 * list of installed packages are for what apt does to the machine.
 *
 * @returns the path of the file
 */
async function writeConfiguration(
  set: PackageSet,
  keyring: string,
  state: string,
): Promise<string> {
  await mkdir(join(state, 'state', 'lists', 'partial'), { recursive: true });
  await mkdir(join(state, 'cache', 'archives', 'partial'), { recursive: true });
  const options = `[arch=amd64 target=Packages signed-by=${keyring}]`;
  const lines = set.sources.map((source) => `deb ${options} ${source}\n`);
  await writeFile(join(state, 'sources.list'), lines.join(''));
  await writeFile(join(state, 'status'), PERL_IS_THERE);
  const config = join(state, 'apt.conf');
  await writeFile(
    config,
    `#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
#clear DPkg::Pre-Install-Pkgs;
#clear APT::Architectures;
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Get::AllowUnauthenticated "false";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "1";
Acquire::http::Timeout "15";
Dir::State "${state}/state";
Dir::State::status "${state}/status";
Dir::Cache "${state}/cache";
Dir::Etc::sourcelist "${state}/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
`,
  );
  return config;
}

/** Server packages hold a few scripts in Perl; none is run here, and Perl is large. */
const PERL_IS_THERE = `Package: perl
Status: install ok installed
Version: 99
Architecture: amd64
Multi-Arch: allowed
Maintainer: nobody <nobody@localhost>
Description: left out
`;

async function apt(
  config: string,
  commandArguments: readonly string[],
  seconds: number,
): Promise<void> {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const signal = AbortSignal.timeout(seconds * 1000);
  let result: RunResult;
  try {
    const called = ['--config-file', config, ...commandArguments];
    result = await runProgram('apt-get', called, { env, signal });
  } catch (error) {
    if (signal.aborted) throw problem(`no end after ${seconds} s`);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new PackagesUnavailableError('its packages are fetched with apt-get, which is not here');
  }
  if (result.exitCode === 0) return;
  throw problem(/^[EW]: (.+)$/m.exec(result.stderr)?.[1] ?? `exit code ${result.exitCode}`);
}

function problem(reason: string): PackagesUnavailableError {
  return new PackagesUnavailableError(`apt-get could not fetch its packages: ${reason}`);
}
