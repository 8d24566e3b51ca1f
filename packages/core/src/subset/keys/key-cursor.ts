/** Gives keys one portion after the other. */

/** What gives keys. */
export interface KeyCursor {
  /** The next keys, at the most so many; none at the end. */
  next(count: number): readonly string[];
}

export function cursorOf(keys: readonly string[]): KeyCursor {
  let read = 0;
  return {
    next(count) {
      read += count;
      return keys.slice(read - count, read);
    },
  };
}
