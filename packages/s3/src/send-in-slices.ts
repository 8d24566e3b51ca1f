/** Hands the body of a request to the connection piece by piece. */

import { Readable } from 'node:stream';

/** Bytes that are encrypted at a time. */
const sliceSize = 256 * 1024;

/** The part of a command's middleware stack that is needed here; its types differ by command. */
interface AnyStack {
  add(middleware: unknown, options: { readonly step: 'deserialize'; readonly name: string }): void;
}

interface Handed {
  readonly request: unknown;
}

/**
 * A buffer that is written to a TLS connection at once is encrypted at once, into as much memory
 * again, and one of 2 GiB or more breaks the connection (`EPROTO`, Node.js 24). So each attempt gets
 * a stream of slices. The SDK itself still sees the buffer, without which it would not retry.
 *
 * @param stack - of the command; the step is the last one, after retries, checksum and signature
 */
export function sendInSlices(stack: object): void {
  const middleware =
    (next: (args: Handed) => Promise<unknown>) =>
    (args: Handed): Promise<unknown> => {
      const { request } = args;
      if (typeof request !== 'object' || request === null) return next(args);
      const body: unknown = Reflect.get(request, 'body');
      if (!(body instanceof Uint8Array) || body.byteLength <= sliceSize) return next(args);
      const sliced: object = Object.create(
        Object.getPrototypeOf(request) as object,
        Object.getOwnPropertyDescriptors(request),
      );
      Reflect.set(sliced, 'body', Readable.from(slicesOf(body), { objectMode: false }));
      return next({ ...args, request: sliced });
    };
  (stack as AnyStack).add(middleware, { step: 'deserialize', name: 'sendInSlices' });
}

function* slicesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.byteLength; offset += sliceSize) {
    yield bytes.subarray(offset, offset + sliceSize);
  }
}
