export type {
  ConnectionSettings,
  ConnectionSource,
  PasswordFunction,
} from './connection-source.ts';
export { dryRun } from './dry-run.ts';
export type {
  DryRunEstimate,
  DryRunProblem,
  DryRunReport,
  DryRunSnapshot,
  DryRunTable,
} from './dry-run-report.ts';
export { dump } from './dump.ts';
export { DumpError, type DumpErrorCode } from './errors.ts';
export type { CompressionName, DumpOptions } from './options.ts';
export { DumpStream } from './stream/dump-stream.ts';
export type {
  AccountSummary,
  BinlogPosition,
  BrokenViewSummary,
  DoubtfulMemberSummary,
  DumpEstimate,
  DumpProgress,
  DumpSummary,
  DumpWarning,
  InvalidTextSummary,
  ServerInfo,
  SnapshotInfo,
  TableSummary,
} from './summary.ts';
