export type { Handler } from './create-handler.ts';
export type { InvocationContext } from './deadline.ts';
export type { DryRunResult, FunctionEstimate } from './dry-run.ts';
export { InvocationError, type InvocationErrorName } from './errors.ts';
export { handler } from './handler.ts';
export type { RestoreResult } from './restore/run-restore.ts';
export { restoreHandler } from './restore-handler.ts';
export type { DumpResult, MaskFigures } from './run-dump.ts';
