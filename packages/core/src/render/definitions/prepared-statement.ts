/** Statements whose text is the value of an expression. */

/** @param text - an SQL expression of the text of a statement without parameters */
export function preparedStatement(text: string): string {
  return (
    `SET @dumpstream_statement=${text};\n` +
    'PREPARE dumpstream_statement FROM @dumpstream_statement;\n' +
    'EXECUTE dumpstream_statement;\n' +
    'DEALLOCATE PREPARE dumpstream_statement;\n'
  );
}
