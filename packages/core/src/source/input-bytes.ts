/** Reads an input chunk by chunk: counts what comes, ends promptly when aborted, and always closes it. */

import { DumpError } from '../errors.ts';

/** Bytes that have come, whichever way. */
export interface Meter {
  bytes: number;
}

export interface InputBytesOptions {
  /** Names the input in messages. */
  readonly label: string;
  readonly meter: Meter;
  /** Ends a read that waits, and closes the input. */
  readonly signal: AbortSignal;
  /** Called once when the input is closed, at its end or before it. */
  onClose?(): void;
}

/** One pass over an input. What the input throws is thrown as it is. */
export class InputBytes implements AsyncIterable<Buffer> {
  readonly #input: AsyncIterable<unknown>;
  readonly #iterator: AsyncIterator<unknown>;
  readonly #options: InputBytesOptions;
  readonly #onAbort = (): void => this.close(abortError(this.#options.signal, this.#options.label));
  /** Chunks that were looked at and are to be read again. */
  readonly #returned: Buffer[] = [];
  /** Told at once why reading was given up, also while nobody waits for a chunk. */
  onGivenUp: ((reason: unknown) => void) | undefined;
  #rejectNext: ((reason: unknown) => void) | undefined;
  #closed: { readonly reason: unknown } | undefined;

  constructor(input: AsyncIterable<unknown>, options: InputBytesOptions) {
    this.#input = input;
    this.#options = options;
    // Destroyed by its reader or not, a stream may fail later: that would end the process.
    if (hasMethod(input, 'on')) input.on('error', () => {});
    this.#iterator = input[Symbol.asyncIterator]();
    if (options.signal.aborted) this.#onAbort();
    else options.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /**
   * The next chunk, never empty; `undefined` at the end.
   *
   * @throws what the input throws; DumpError `ABORTED`, or the reason it was closed for
   */
  async next(): Promise<Buffer | undefined> {
    for (;;) {
      const returned = this.#returned.shift();
      if (returned !== undefined) return returned;
      if (this.#closed !== undefined) {
        if (this.#closed.reason === undefined) return undefined;
        throw this.#closed.reason;
      }
      const chunk = await this.#take();
      if (chunk === undefined) return undefined;
      this.#options.meter.bytes += chunk.length;
      if (chunk.length > 0) return chunk;
    }
  }

  /** Chunks from the beginning on until they are so many bytes, or all; they will be read again. */
  async peek(bytes: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let length = 0;
    while (length < bytes) {
      const chunk = await this.next();
      if (chunk === undefined) break;
      chunks.push(chunk);
      length += chunk.length;
    }
    this.#returned.unshift(...chunks);
    return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  }

  /**
   * Nothing more is read: a stream is destroyed, another iterable returned. Does not wait for that,
   * as an iterable that waits for its next chunk can't be returned before it has come.
   *
   * @param reason - what a read that waits, and each later one, throws; without one they end
   */
  close(reason?: unknown): void {
    this.#returned.length = 0;
    if (this.#closed !== undefined) return;
    this.#finish(reason);
    if (hasMethod(this.#input, 'destroy')) this.#input.destroy();
    (async () => this.#iterator.return?.())().catch(() => {});
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const chunk = await this.next();
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      this.close();
    }
  }

  async #take(): Promise<Buffer | undefined> {
    try {
      const { done, value } = await new Promise<IteratorResult<unknown>>((resolve, reject) => {
        this.#rejectNext = reject;
        this.#iterator.next().then(resolve, reject);
      });
      if (done === true) {
        this.#finish();
        return undefined;
      }
      return bytesOf(value, this.#options.label);
    } catch (error) {
      if (this.#closed !== undefined && this.#closed.reason === undefined) return undefined;
      this.close(error);
      throw error;
    } finally {
      this.#rejectNext = undefined;
    }
  }

  #finish(reason?: unknown): void {
    this.#closed = { reason };
    this.#options.signal.removeEventListener('abort', this.#onAbort);
    this.#rejectNext?.(reason);
    if (reason !== undefined) this.onGivenUp?.(reason);
    this.#options.onClose?.();
  }
}

/** What is thrown after an abort: the signal's own error where it is one of this package. */
export function abortError(signal: AbortSignal, label: string): DumpError {
  return signal.reason instanceof DumpError
    ? signal.reason
    : new DumpError('ABORTED', `The reading of ${label} was aborted by its signal.`, {
        cause: signal.reason,
      });
}

function bytesOf(value: unknown, label: string): Buffer {
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  const advice =
    typeof value === 'string'
      ? 'Give it without an encoding: text that was decoded may no longer be what was stored.'
      : 'Give a stream of bytes.';
  throw new DumpError(
    'INVALID_OPTION',
    `Could not read ${label}: it holds a value of type ${typeof value} where bytes are needed. ${advice}`,
  );
}

function hasMethod<Name extends string>(
  value: object,
  name: Name,
): value is Record<Name, (...values: unknown[]) => unknown> {
  return name in value && typeof Reflect.get(value, name) === 'function';
}
