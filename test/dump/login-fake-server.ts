/**
 * A fake server, since no real one of the tests asks for a password in clear: it speaks the beginning
 * of the protocol, over TLS where the client wants to, asks for `mysql_clear_password`, keeps what
 * it gets, and refuses.
 *
 * https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html
 */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';

export interface FakeServer {
  readonly port: number;
  /** Passwords that have come, and whether over TLS. */
  readonly received: readonly { readonly password: string; readonly encrypted: boolean }[];
}

/** The capabilities of the protocol that take part. */
const capabilities = {
  protocol41: 0x200,
  ssl: 0x800,
  secureConnection: 0x8000,
  pluginAuth: 0x8_0000,
};

/** @param certificate - of the server, PEM; without it TLS is not offered */
export async function startCleartextFake(certificate?: {
  readonly key: string;
  readonly cert: string;
}): Promise<FakeServer> {
  const received: { password: string; encrypted: boolean }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.write(packet(0, greeting(certificate !== undefined)));
    socket.once('data', (bytes) => {
      if (certificate === undefined || (bytes.readUInt32LE(4) & capabilities.ssl) === 0) {
        askForPassword(socket, 2, false);
        return;
      }
      // The request for TLS has 36 bytes; the first of TLS itself may have come with it.
      socket.pause();
      socket.unshift(bytes.subarray(36));
      const secure = new TLSSocket(socket, { isServer: true, ...certificate });
      secure.on('error', () => {});
      secure.once('data', () => askForPassword(secure, 3, true));
    });
  });
  const askForPassword = (socket: Socket, sequence: number, encrypted: boolean): void => {
    socket.once('data', (bytes) => {
      received.push({ password: bytes.subarray(4, -1).toString(), encrypted });
      socket.end(packet(sequence + 2, refusal()));
    });
    socket.write(packet(sequence, Buffer.from('\u00femysql_clear_password\0\0', 'latin1')));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, received };
}

function packet(sequence: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head.writeUInt8(sequence, 3);
  return Buffer.concat([head, body]);
}

function greeting(offersTls: boolean): Buffer {
  const { protocol41, ssl, secureConnection, pluginAuth } = capabilities;
  const flags = protocol41 | secureConnection | pluginAuth | (offersTls ? ssl : 0);
  const numbers = Buffer.alloc(18);
  numbers.writeUInt16LE(flags & 0xffff, 0);
  numbers.writeUInt8(45, 2); // utf8mb4_general_ci
  numbers.writeUInt16LE(2, 3); // SERVER_STATUS_AUTOCOMMIT
  numbers.writeUInt16LE(flags >>> 16, 5);
  numbers.writeUInt8(21, 7); // bytes of the scramble
  return Buffer.concat([
    Buffer.from('\n8.0.0-fake\0\x01\0\0\0scramble\0', 'latin1'),
    numbers,
    Buffer.from('second-part1\0mysql_native_password\0'),
  ]);
}

/** ER_UNKNOWN_ERROR */
function refusal(): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 1105 & 0xff, 1105 >> 8]),
    Buffer.from('#HY000The fake has seen it'),
  ]);
}
