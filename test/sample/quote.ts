/** Quotes names and texts for SQL. */

/** A name in backticks. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** A text in quotes, for sessions without NO_BACKSLASH_ESCAPES. */
export function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
