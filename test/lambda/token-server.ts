/** A fake MySQL server that asks for the password in clear, as RDS does for IAM authentication. */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../services/index.ts';

/** One login that the fake was asked for. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * A fake: no server that can be had here asks for a password in clear without PAM. It speaks the
 * protocol as far as the password, over TLS alone, and refuses every login.
 */
export interface TokenServer {
  readonly port: number;
  readonly logins: readonly Login[];
  /** File of the certificate, which is for 127.0.0.1. */
  readonly certificate: string;
}

/** Whether the program that makes the certificate is there. */
export async function opensslProblem(): Promise<string | undefined> {
  return await promisify(execFile)('openssl', ['version']).then(
    () => undefined,
    () => 'there is no openssl to make a certificate with',
  );
}

/** Starts it for one test. */
export async function startTokenServer(): Promise<TokenServer> {
  const { key, certificate } = await makeCertificate();
  const secrets = { key: await readFile(key), cert: await readFile(certificate) };
  const logins: Login[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    refuse(socket, secrets)
      .then((login) => logins.push(login))
      .catch(() => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, logins, certificate };
}

async function makeCertificate(): Promise<{ readonly key: string; readonly certificate: string }> {
  const folder = await createTemporaryFolder('certificate');
  onTestFinished(() => folder.remove());
  const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate],
  ]);
  return { key, certificate };
}

/** https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html */
async function refuse(
  socket: Socket,
  secrets: { readonly key: Buffer; readonly cert: Buffer },
): Promise<Login> {
  socket.write(packet(0, greeting()));
  // The request for TLS is a response that ends after its flags.
  const request = await readPacket(socket);
  if (request.payload.length !== 32) throw new Error('the client did not ask for TLS');
  const encrypted = new TLSSocket(socket, { isServer: true, ...secrets });
  encrypted.on('error', () => {});
  const response = await readPacket(encrypted);
  const user = response.payload.subarray(32, response.payload.indexOf(0, 32)).toString();
  const plugin = Buffer.from('\xfemysql_clear_password\0', 'latin1');
  encrypted.write(packet(response.sequence + 1, plugin));
  const answer = await readPacket(encrypted);
  const password = answer.payload.subarray(0, -1).toString();
  const refusal = Buffer.from(`\xff\x15\x04#28000Access denied for user '${user}'`, 'latin1');
  encrypted.end(packet(answer.sequence + 1, refusal));
  return { user, password };
}

function greeting(): Buffer {
  // LONG_PASSWORD, CONNECT_WITH_DB, PROTOCOL_41, SSL, TRANSACTIONS, SECURE_CONNECTION, PLUGIN_AUTH.
  const capabilities = 0x1 | 0x8 | 0x200 | 0x800 | 0x2000 | 0x8000 | 0x80000;
  const flags = Buffer.alloc(4);
  flags.writeUInt32LE(capabilities);
  return Buffer.concat([
    Buffer.from('\x0a8.0.40\0', 'latin1'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('saltsalt\0', 'latin1'),
    flags.subarray(0, 2),
    Buffer.from([45, 2, 0]),
    flags.subarray(2),
    Buffer.from([21]),
    Buffer.alloc(10),
    Buffer.from('saltsaltsalt\0', 'latin1'),
    Buffer.from('mysql_native_password\0', 'latin1'),
  ]);
}

function packet(sequence: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(4);
  header.writeUIntLE(payload.length, 0, 3);
  header[3] = sequence;
  return Buffer.concat([header, payload]);
}

async function readPacket(stream: Duplex): Promise<{ sequence: number; payload: Buffer }> {
  const header = await readExactly(stream, 4);
  const payload = await readExactly(stream, header.readUIntLE(0, 3));
  return { sequence: header[3] ?? 0, payload };
}

async function readExactly(stream: Duplex, bytes: number): Promise<Buffer> {
  for (;;) {
    const chunk: Buffer | null = stream.read(bytes);
    if (chunk !== null) return chunk;
    if (stream.readableEnded || stream.destroyed) throw new Error('the client has gone');
    await Promise.race([once(stream, 'readable'), once(stream, 'close')]);
  }
}
