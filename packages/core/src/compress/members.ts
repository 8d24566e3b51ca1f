/** Cuts the output into what becomes one gzip member or zstd frame each. */

/** Bytes that one member or frame is made of, at most. */
const memberBytes = 1024 * 1024;

/** A buffer that is smaller is copied together with its neighbours. */
const smallBytes = memberBytes / 4;

/** A larger buffer is cut. One that is only a little larger is not, so that no piece is tiny. */
const largeBytes = 2 * memberBytes;

/** The bytes of one member. */
export interface Member {
  readonly bytes: Buffer;
  /** To be called once when the bytes are no longer needed. */
  release(): void;
}

/** A lent buffer that goes back when its last user has released it. */
class Loan {
  readonly buffer: Buffer;
  readonly #giveBack: (buffer: Buffer) => void;
  #users = 1;

  constructor(buffer: Buffer, giveBack: (buffer: Buffer) => void) {
    this.buffer = buffer;
    this.#giveBack = giveBack;
  }

  /** A part of the buffer, for one more user. */
  member(start: number, end: number): Member {
    this.#users += 1;
    return { bytes: this.buffer.subarray(start, end), release: () => this.release() };
  }

  release(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#giveBack(this.buffer);
  }
}

/** Copies of small buffers, one behind the other. */
class SmallBuffers {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;
  #spare: Buffer | undefined;

  get empty(): boolean {
    return this.#length === 0;
  }

  hasRoomFor(buffer: Buffer): boolean {
    return this.#length + buffer.length <= memberBytes;
  }

  add(buffer: Buffer): void {
    if (this.#length === 0) {
      this.#bytes = this.#spare ?? Buffer.allocUnsafeSlow(memberBytes);
      this.#spare = undefined;
    }
    this.#bytes.set(buffer, this.#length);
    this.#length += buffer.length;
  }

  take(): Member {
    const bytes = this.#bytes;
    const member = {
      bytes: bytes.subarray(0, this.#length),
      release: () => {
        this.#spare = bytes;
      },
    };
    this.#length = 0;
    return member;
  }
}

/**
 * Small buffers are gathered and large ones cut; all others are members as they are. No buffer is
 * taken while more than one is neither given out nor given back. There is at least one member: that
 * of an empty source is empty.
 *
 * @param giveBack - called once for each buffer of the source, when its members are released
 */
export async function* cutMembers(
  source: AsyncIterable<Buffer>,
  giveBack: (buffer: Buffer) => void,
): AsyncGenerator<Member, void, undefined> {
  const small = new SmallBuffers();
  let any = false;
  for await (const buffer of source) {
    const loan = new Loan(buffer, giveBack);
    try {
      const isSmall = buffer.length < smallBytes;
      if (!small.empty && !(isSmall && small.hasRoomFor(buffer))) {
        any = true;
        yield small.take();
      }
      if (isSmall) {
        small.add(buffer);
        continue;
      }
      any = true;
      for (const [start, end] of pieces(buffer.length)) yield loan.member(start, end);
    } finally {
      loan.release();
    }
  }
  if (!any || !small.empty) yield small.take();
}

/** Pieces of about the same size. */
function pieces(length: number): [start: number, end: number][] {
  const count = length > largeBytes ? Math.ceil(length / memberBytes) : 1;
  return Array.from({ length: count }, (_, index) => [
    Math.round((length * index) / count),
    Math.round((length * (index + 1)) / count),
  ]);
}
