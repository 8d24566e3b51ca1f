export type {
  ConnectionSettings,
  ConnectionSource,
  PasswordFunction,
} from './connection-source.ts';
export type { DeclaredRelation } from './declared-relation.ts';
export { describeColumns } from './describe-columns.ts';
export type {
  ColumnName,
  ColumnRule,
  DescribeColumnsOptions,
  DescribedColumn,
  DescribedColumns,
  DescribedTable,
  RowSample,
  RuleProblem,
  SampledValue,
} from './described-columns.ts';
export { dryRun } from './dry-run.ts';
export type {
  DryRunEstimate,
  DryRunMask,
  DryRunProblem,
  DryRunReport,
  DryRunSnapshot,
  DryRunTable,
} from './dry-run-report.ts';
export { dump } from './dump.ts';
export { DumpError, type DumpErrorCode, type FailedStatement, type PolicyPath } from './errors.ts';
export { listDump } from './list-dump.ts';
export type {
  Manifest,
  ManifestPart,
  ManifestSection,
  ManifestSectionKind,
} from './manifest/manifest.ts';
export { policyDigest } from './mask/canonical-policy.ts';
export { policyProblems as checkMaskPolicy } from './mask/check-policy.ts';
export type {
  MaskFunction,
  MaskPolicy,
  MaskRule,
  MaskRuleName,
  MaskRuleObject,
} from './mask-policy.ts';
export type { CompressionName, DumpOptions } from './options.ts';
export { restore } from './restore.ts';
export type { RestoreOptions } from './restore-options.ts';
export type {
  RestoredTable,
  RestoreProgress,
  RestoreSummary,
  ServerWarning,
  ServerWarnings,
} from './restore-summary.ts';
export type { DumpInput, DumpSource, SourceReadOptions } from './source/dump-source.ts';
export { DumpStream } from './stream/dump-stream.ts';
export type { SubsetOptions } from './subset-options.ts';
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
export { verify } from './verify.ts';
export type { VerifyOptions, VerifyProgress } from './verify-options.ts';
export type {
  ComparisonInfo,
  DumpDifference,
  DumpListing,
  DumpProducer,
  VerifiedTable,
  VerifyReport,
} from './verify-report.ts';
