/**
 * Gives the memory of a socket's chunks back at once. Node makes a buffer of 64 KiB for each read,
 * of which V8 sees next to nothing: without this, some 70 MB wait for the garbage collector.
 */

import { Socket } from 'node:net';

/**
 * Frees a chunk that has been read, if nobody else can hold it: that is one of a socket of Node's
 * own, which has no second listener. Afterwards the chunk is empty.
 *
 * @param socket - that the chunk comes from, as it is
 */
export function freeChunk({ buffer, length }: Buffer, socket: unknown): void {
  if (
    socket instanceof Socket &&
    socket.listenerCount('data') === 1 &&
    buffer instanceof ArrayBuffer &&
    length === buffer.byteLength
  ) {
    buffer.transfer(0);
  }
}
