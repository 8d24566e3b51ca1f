/** What this machine needs beside Node.js, and how it gets there. */

import { findCommand, run, runSuccessfully } from './command.mjs';
import { SetupError } from './step.mjs';

/**
 * Something that is needed: it is there when one of the commands, or the library, is there.
 *
 * @typedef {object} Need
 * @property {readonly string[]} [commands] any of them will do
 * @property {string} [library] file name of a shared library, or how it begins
 * @property {readonly string[]} packages Debian or Ubuntu package; where the name differs between
 * releases, all of them, the newest first
 */

/**
 * The "core" packages hold the programs without the service, so that none gets started.
 *
 * @type {readonly Need[]}
 */
const DATABASE = [
  {
    commands: ['mariadbd', 'mysqld'],
    packages: ['mariadb-server-core', 'mariadb-server-core-10.6', 'mariadb-server-core-10.5'],
  },
  {
    commands: ['mariadb', 'mysql'],
    packages: ['mariadb-client-core', 'mariadb-client-core-10.6', 'mariadb-client-core-10.5'],
  },
];

/**
 * Libraries of MySQL 5.7's server program, the stock dump program that tests compare with, what
 * aws-lambda-ric is built with, and what reads compressed dumps.
 *
 * @type {readonly Need[]}
 */
const OPTIONAL = [
  { library: 'libaio.so.1', packages: ['libaio1t64', 'libaio1'] },
  { library: 'libnuma.so.1', packages: ['libnuma1'] },
  { library: 'libatomic.so.1', packages: ['libatomic1'] },
  { commands: ['mariadb-dump', 'mysqldump'], packages: ['mariadb-client'] },
  { commands: ['autoconf'], packages: ['autoconf'] },
  { commands: ['automake'], packages: ['automake'] },
  { commands: ['libtoolize'], packages: ['libtool'] },
  { commands: ['cmake'], packages: ['cmake'] },
  { commands: ['g++'], packages: ['g++'] },
  { commands: ['make'], packages: ['make'] },
  { commands: ['python3'], packages: ['python3'] },
  { commands: ['xz'], packages: ['xz-utils'] },
  { commands: ['zstd'], packages: ['zstd'] },
];

/**
 * Makes sure that there is a database server, and on Debian and Ubuntu as root also what makes all
 * tests run.
 *
 * @returns {Promise<string>} what there is now
 * @throws {SetupError} where there is none and none can be installed; says what to install
 */
export async function ensureSystemPackages() {
  const libraries =
    process.platform === 'linux' ? (await run('ldconfig', ['-p'], withSbin())).output : '';
  /** @param {Need} need */
  const isMissing = ({ commands, library }) =>
    library === undefined
      ? !commands?.some((command) => findCommand(command))
      : process.platform === 'linux' && !libraries.includes(`\t${library}`);
  const database = DATABASE.filter(isMissing);
  const optional = OPTIONAL.filter(isMissing);
  const docker = database.length > 0 && (await isDockerReachable());
  const required = docker ? [] : database;
  const canInstall = process.getuid?.() === 0 && findCommand('apt-get') !== undefined;
  if (required.length > 0 && !canInstall) throw new SetupError(whatToInstall(required));

  const wanted = [...required, ...optional];
  const installed = canInstall && wanted.length > 0 ? await install(wanted) : [];
  const server = docker ? 'Docker' : findCommand('mariadbd') ? 'MariaDB' : 'MySQL';
  const added = installed.length > 0 ? `, installed ${installed.join(' ')}` : '';
  const left = canInstall || optional.length === 0 ? '' : `, without ${names(optional).join(' ')}`;
  return `${server}${added}${left}`;
}

/**
 * @param {readonly Need[]} needs
 * @returns {Promise<string[]>} the installed packages
 */
async function install(needs) {
  const env = { ...withSbin().env, DEBIAN_FRONTEND: 'noninteractive' };
  await runSuccessfully('apt-get', ['update'], { env });
  const packages = [];
  for (const need of needs) {
    for (const name of need.packages) {
      if ((await run('apt-cache', ['show', '--no-all-versions', name])).exitCode !== 0) continue;
      packages.push(name);
      break;
    }
  }
  const options = ['--yes', '--no-install-recommends'];
  await runSuccessfully('apt-get', ['install', ...options, ...packages], { env });
  return packages;
}

async function isDockerReachable() {
  const { exitCode } = await run('docker', ['version', '--format', '{{.Server.Version}}']);
  return exitCode === 0;
}

/** @param {readonly Need[]} missing */
function whatToInstall(missing) {
  return [
    'A database server is needed, and neither a complete installed one nor Docker was found.',
    'Do one of these, then try again:',
    '- start Docker, so that "docker version" works for this user;',
    `- install MariaDB: on Debian and Ubuntu "sudo apt-get install ${names(missing).join(' ')}";`,
    '- run this command as root on Debian or Ubuntu: it then installs what it needs.',
  ].join('\n');
}

/** @param {readonly Need[]} needs */
function names(needs) {
  return needs.map(({ packages }) => packages.at(0) ?? '');
}

/** dpkg and ldconfig want root's PATH, which not every way to become root sets. */
function withSbin() {
  return {
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/local/sbin:/usr/sbin:/sbin` },
  };
}
