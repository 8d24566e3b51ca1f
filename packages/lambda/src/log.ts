/** The function's log: one line of JSON for each event of an invocation. */

/** Writes one line, with its line break. */
export type WriteLine = (line: string) => void;

/** As Lambda names them, which filters by them where its log format is JSON. */
export type LogLevel = 'info' | 'warn' | 'error';

/** Writes an entry of one invocation. */
export type Log = (
  level: LogLevel,
  message: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

/**
 * Keys are those of Lambda's own JSON lines, so that both kinds can be searched alike, and
 * filtering by level works: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 *
 * JSON escapes control characters, and what else some readers take for the end of a line is escaped
 * here: nothing in the fields can forge another entry, or change what a terminal shows.
 */
export function createLog(write: WriteLine, requestId: string): Log {
  return (level, message, fields) => {
    const timestamp = new Date().toISOString();
    write(jsonLine({ timestamp, level: level.toUpperCase(), requestId, message, ...fields }));
  };
}

/** @returns the value as JSON on one line, with its line break */
export function jsonLine(value: Readonly<Record<string, unknown>>): string {
  const json = JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `${json}\n`;
}
