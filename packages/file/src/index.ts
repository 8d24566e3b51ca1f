export { type DumpFile, openDumpFile } from './dump-file.ts';
export { type FileDumpSource, openDumpSource } from './dump-source.ts';
export { FileError, type FileErrorCode } from './errors.ts';
export type { DumpFileOptions, WriteDumpFileOptions, WriteOptions } from './options.ts';
export type { WrittenFile } from './result.ts';
export { writeDumpFile } from './write-dump-file.ts';
