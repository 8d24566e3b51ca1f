/** With which modes a text is read unless a caller says something else. */

import type { ReadingModes } from './statement.ts';

/** As a session begins on a server with its defaults. */
export const usualModes: ReadingModes = {
  ansiQuotes: false,
  noBackslashEscapes: false,
  characterSet: 'utf8mb4',
};
