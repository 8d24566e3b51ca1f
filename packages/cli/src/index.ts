/** What a program that runs the command may want to know of it. */

export { type ExitCode, exitCode } from './exit-codes.ts';
