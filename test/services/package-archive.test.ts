import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startHttpServer } from './http-server.ts';
import { createTemporaryFolder } from './index.ts';
import { type PackageSet, PackagesUnavailableError, unpackPackages } from './package-archive.ts';
import { runProgram } from './process.ts';
import { skippedTest } from './vitest.ts';

const distribution = existsSync('/usr/share/keyrings/debian-archive-keyring.gpg')
  ? 'debian'
  : 'ubuntu';

const problem = await findProblem();

if (problem !== undefined) {
  skippedTest('packages are fetched with apt', problem);
} else {
  test('packages of an archive out of reach are unavailable, with the words of apt', async () => {
    const unpacking = unpack('http://127.0.0.1:1/debian sid main');
    await expect(unpacking).rejects.toThrow(PackagesUnavailableError);
    await expect(unpacking).rejects.toThrow(/could not fetch its packages: .*127\.0\.0\.1/s);
  });

  test('packages of an archive that nobody signed are refused', async () => {
    const asked: string[] = [];
    const archive = await startHttpServer(async (request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.endsWith('/Release')) response.end('Suite: sid\nComponents: main\n');
      else response.writeHead(404).end();
    });
    onTestFinished(() => archive.stop());
    const unpacking = unpack(`http://${archive.address}/debian sid main`);
    await expect(unpacking).rejects.toThrow(PackagesUnavailableError);
    await expect(unpacking).rejects.toThrow(/is not signed/);
    expect(asked.filter((path) => path.includes('Packages'))).toEqual([]);
  });

  test('packages are unavailable without apt', async () => {
    const empty = await createTemporaryFolder('no-programs');
    onTestFinished(() => empty.remove());
    vi.stubEnv('PATH', empty.path);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    await expect(unpack('http://127.0.0.1:1/debian sid main')).rejects.toThrow(/apt-get.*not here/);
  });
}

/** Unpacks a package of an archive; expects that apt's own files are gone after that. */
async function unpack(source: string): Promise<void> {
  const temporary = await createTemporaryFolder('unpacked');
  try {
    const folder = join(temporary.path, 'root');
    await mkdir(folder);
    const set: PackageSet = { distribution, sources: [source], packages: ['mysql-server-core'] };
    await unpackPackages(set, folder).finally(async () => {
      expect(await readdir(temporary.path)).toEqual(['root']);
    });
  } finally {
    await temporary.remove();
  }
}

async function findProblem(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x64';
  const apt = await runProgram('apt-get', ['--version']).catch(() => undefined);
  return apt === undefined ? 'needs apt-get' : undefined;
}
