/** Certificate authorities and servers' certificates, made by openssl for one test. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';
import { runProgramSuccessfully } from '../services/process.ts';

export interface Authority {
  /** PEM of its own certificate, and the file that holds it. */
  readonly ca: string;
  readonly caFile: string;
  /** PEM of a certificate for these names, and of its key. */
  certificate(names: readonly string[]): Promise<{ readonly key: string; readonly cert: string }>;
  /** Arguments for a server with a certificate of this authority, made for these names. */
  serverArguments(names: readonly string[]): Promise<readonly string[]>;
}

/** Names are written `DNS:…` or `IP:…`. */
export async function createAuthority(): Promise<Authority> {
  const folder = await createTemporaryFolder('authority');
  onTestFinished(() => folder.remove());
  const file = (name: string): string => join(folder.path, name);
  const openssl = (...words: string[]) => runProgramSuccessfully('openssl', words);
  await openssl(
    ...[
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=Test authority',
    ],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
    ...['-addext', 'keyUsage=critical,keyCertSign'],
  );
  const issue = async (names: readonly string[]): Promise<void> => {
    await openssl(
      ...['req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=server'],
      ...['-keyout', file('server.key'), '-out', file('server.csr')],
    );
    await writeFile(file('names'), `subjectAltName=${names.join(',')}\n`);
    await openssl(
      ...['x509', '-req', '-days', '2', '-in', file('server.csr'), '-out', file('server.pem')],
      ...['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
      ...['-extfile', file('names')],
    );
  };
  return {
    ca: await readFile(file('ca.pem'), 'utf8'),
    caFile: file('ca.pem'),
    async certificate(names) {
      await issue(names);
      const [key, cert] = await Promise.all(
        ['server.key', 'server.pem'].map((name) => readFile(file(name), 'utf8')),
      );
      return { key: key ?? '', cert: cert ?? '' };
    },
    async serverArguments(names) {
      await issue(names);
      return [
        `--ssl-ca=${file('ca.pem')}`,
        `--ssl-cert=${file('server.pem')}`,
        `--ssl-key=${file('server.key')}`,
      ];
    },
  };
}
