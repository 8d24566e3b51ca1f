/** A dump that is found where dumps are. */

import type { DumpSource } from '@dumpstream/core';

/** A dump that is there. */
export interface FoundDump {
  /** As the answer tells it. */
  readonly place:
    | { readonly bucket: string; readonly key: string; readonly versionId?: string }
    | { readonly path: string };
  /** By which an event can choose it. */
  readonly key: string;
  open(): Promise<DumpSource & Partial<AsyncDisposable>>;
}

/** Where dumps are. */
export interface Source {
  /**
   * @param key - the whole key; `undefined` for the newest dump below the prefix
   * @throws InvocationError `SourceError`
   */
  find(key: string | undefined, signal: AbortSignal): Promise<FoundDump>;
}

/** What is taken for a dump by its name, where none is named. */
export function looksLikeDump(key: string): boolean {
  return /\.sql(\.gz|\.zst)?$/i.test(key);
}
