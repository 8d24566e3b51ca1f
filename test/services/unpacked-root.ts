/** Runs programs of packages that were unpacked into a folder, on the libraries beside them. */

import { join } from 'node:path';
import type { StockProgram } from './stock-tools.ts';

const LOADER = 'usr/lib64/ld-linux-x86-64.so.2';
const LIBRARIES = 'usr/lib/x86_64-linux-gnu';

/**
 * How a program in the folder is called. The folder's own dynamic loader starts it, as the programs
 * may need a newer C library than this machine's, and look for no library outside of the folder.
 *
 * @param root - the folder
 * @param path - the program's, below the folder
 */
export function unpackedProgram(root: string, path: string): StockProgram {
  const loader = ['--inhibit-cache', '--library-path', join(root, LIBRARIES)];
  return { command: join(root, LOADER), arguments: [...loader, join(root, path)] };
}
