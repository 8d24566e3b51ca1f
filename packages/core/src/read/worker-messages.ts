/** What the main thread and a worker thread that reads rows tell each other. */

import type { ResultRow } from '../connect/database-connection.ts';
import type { ServerWait } from '../connect/server-wait.ts';
import type { ConnectionSource } from '../connection-source.ts';
import { DumpError, type DumpErrorCode, type PolicyPath } from '../errors.ts';
import type { BlockMemory } from '../render/rows/tuple-block.ts';
import type { ChunkResult, ChunkTask } from './chunk-reader.ts';

/** A source that can be sent to another thread, but for a function that gives the password. */
export type SendableSource = Exclude<ConnectionSource, () => unknown>;

/** It without that function. */
export interface SentSource {
  readonly source: SendableSource;
  /** Whether the password is to be asked for before each login. */
  readonly asksPassword: boolean;
}

export function sentSource(source: SendableSource): SentSource {
  if (typeof source === 'string' || typeof source.password !== 'function') {
    return { source, asksPassword: false };
  }
  return { source: { ...source, password: undefined }, asksPassword: true };
}

/** Something to do, of whose end the worker tells. */
export type Work =
  | { readonly kind: 'open'; readonly sent: SentSource; readonly wait: ServerWait }
  | { readonly kind: 'query'; readonly sql: string; readonly action: string }
  | { readonly kind: 'read'; readonly task: ChunkTask }
  | { readonly kind: 'end' }
  | { readonly kind: 'destroy'; readonly reason: SentError };

/** To the worker. Each names the reader, of which a worker has several, by a number. */
export type Request = { readonly reader: number } & (
  | { readonly kind: 'work'; readonly id: number; readonly work: Work }
  /** The password that was asked for, or why there is none. */
  | { readonly kind: 'password'; readonly password: string }
  | { readonly kind: 'noPassword'; readonly error: SentError }
  /** A block was taken: one more may be sent. */
  | { readonly kind: 'taken' }
  /** The memory of a block comes back. */
  | { readonly kind: 'memory'; readonly memory: BlockMemory }
);

/** From the worker. */
export type Reply =
  | { readonly kind: 'started' }
  /** The password for one login is needed. */
  | { readonly kind: 'askPassword'; readonly reader: number }
  | { readonly kind: 'block'; readonly reader: number; readonly block: SentBlock }
  | { readonly kind: 'done'; readonly reader: number; readonly id: number; readonly value: Answer }
  | {
      readonly kind: 'failed';
      readonly reader: number;
      readonly id: number;
      readonly error: SentError;
    };

export type Answer = readonly SentRow[] | ChunkResult | undefined;

/** Buffers arrive as plain arrays of bytes. */
type SentRow = readonly (Uint8Array | null)[];

export interface SentBlock {
  readonly memory: BlockMemory;
  /** Bytes in use. */
  readonly length: number;
  readonly rows: number;
}

/** Blocks that a worker may send ahead. */
export const blocksAhead = 4;

/** Copies, as each value is a part of a larger buffer, all of which would be sent. */
export function sentRows(rows: readonly ResultRow[]): readonly SentRow[] {
  return rows.map((row) => row.map((value) => (value === null ? null : Uint8Array.from(value))));
}

/** Rows as `query` returns them. */
export function receivedRows(rows: readonly SentRow[]): readonly ResultRow[] {
  return rows.map((row) => row.map((value) => (value === null ? null : asBuffer(value))));
}

/** What was read, as `readChunk` returns it. */
export function receivedResult(result: ChunkResult): ChunkResult {
  return { ...result, lastKey: result.lastKey?.map(asBuffer) };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** An error as plain data, with what is known of the server's own error. */
export interface SentError {
  readonly code: DumpErrorCode | undefined;
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Of mysql2's errors: `errno`, `code`, `sqlState`. */
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  readonly cause: SentError | undefined;
  /** See the property of `DumpError`. */
  readonly policyPaths: readonly PolicyPath[] | undefined;
}

const sentProperties = ['errno', 'code', 'sqlState', 'sqlMessage', 'fatal'];

export function sentError(error: unknown): SentError {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const values = sentProperties.map(
    (property) => [property, (error as Record<string, unknown> | null)?.[property]] as const,
  );
  return {
    code: error instanceof DumpError ? error.code : undefined,
    name,
    message,
    stack,
    properties: Object.fromEntries(
      values.filter((entry): entry is [string, string | number | boolean] =>
        ['string', 'number', 'boolean'].includes(typeof entry[1]),
      ),
    ),
    cause: cause === undefined ? undefined : sentError(cause),
    policyPaths: error instanceof DumpError ? error.policyPaths : undefined,
  };
}

export function receivedError(sent: SentError): Error {
  const { code, message, name, stack, properties, cause, policyPaths } = sent;
  const options = cause === undefined ? {} : { cause: receivedError(cause) };
  if (code !== undefined) {
    const paths = policyPaths === undefined ? {} : { policyPaths };
    return new DumpError(code, message, { ...options, ...paths });
  }
  const error = Object.assign(new Error(message, options), properties);
  if (stack !== undefined) error.stack = stack;
  return name === 'Error' ? error : Object.defineProperty(error, 'name', { value: name });
}
