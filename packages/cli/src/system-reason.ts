/** Says in words why the operating system refused something. */

import { getSystemErrorMessage } from 'node:util';

/** For example `no space left on device (ENOSPC)`; falls back to the error's own message. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('errno' in error && typeof error.errno === 'number' && 'code' in error) {
    return `${getSystemErrorMessage(error.errno)} (${String(error.code)})`;
  }
  return error.message;
}
