/** A file, whole or absent: hands the stream to the file package. */

import { rmSync } from 'node:fs';
import { type DumpFile, FileError, openDumpFile } from '@dumpstream/file';
import { OutputError, UsageError } from '../errors.ts';
import { systemReason } from '../system-reason.ts';
import type { Output } from './output.ts';

/** What the umask takes its part of, as in a redirection of the shell. */
const usualMode = 0o666;

/**
 * Opens the temporary file at once, so that a folder that can't be written to is found out before
 * the server is asked for anything.
 *
 * @throws UsageError where the path is a folder
 * @throws OutputError where the folder is missing or can't be written to
 */
export async function openFile(path: string): Promise<Output> {
  const file = await openDumpFile({ path, mode: usualMode }).catch((error: unknown) => {
    throw inWordsOfTheCommand(error, path);
  });
  const stopWatching = removeAtExit(file);
  return {
    label: path,
    async write({ stream, signal }) {
      try {
        await file.write(stream, { signal, releaseChunks: true });
      } catch (error) {
        throw inWordsOfTheCommand(error, path);
      } finally {
        stopWatching();
      }
    },
    async close() {
      await file.discard();
      stopWatching();
    },
  };
}

/** For a process that exits without having been able to wait for anything. */
function removeAtExit({ partialPath }: DumpFile): () => void {
  if (partialPath === undefined) return () => {};
  const remove = () => rmSync(partialPath, { force: true });
  process.once('exit', remove);
  return () => process.removeListener('exit', remove);
}

function inWordsOfTheCommand(error: unknown, path: string): unknown {
  if (!(error instanceof FileError)) return error;
  const { code, cause, leftPath } = error;
  if (code === 'IS_FOLDER') {
    return new UsageError(`--output: ${path} is a folder: add the name of the file`);
  }
  if (leftPath !== undefined || cause === undefined)
    return new OutputError(error.message, { cause });
  if (code === 'ABORTED') return cause;
  return new OutputError(`--output: ${path} can't be written: ${systemReason(cause)}`, { cause });
}
