export { type DumpStream, dump } from './dump.ts';
export { DumpError, type DumpErrorCode } from './errors.ts';
export type {
  CompressionName,
  ConnectionSource,
  DumpOptions,
} from './options.ts';
export type {
  BinlogPosition,
  DumpEstimate,
  DumpProgress,
  DumpSummary,
  ServerInfo,
  SnapshotInfo,
  TableSummary,
} from './summary.ts';
