/** The function's log: one line of JSON for the start of an invocation, and one for its end. */

/** Writes one line, with its line break. */
export type WriteLine = (line: string) => void;

/** Writes an entry. JSON escapes line breaks, so nothing in the fields can forge another entry. */
export function log(
  write: WriteLine,
  level: 'info' | 'error',
  message: string,
  fields: Readonly<Record<string, unknown>>,
): void {
  write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);
}
