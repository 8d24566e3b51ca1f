/** Lays text out in columns. */

/**
 * @param rows - cells of each line
 * @param numeric - columns whose cells are aligned to the right
 */
export function columns(
  rows: readonly (readonly string[])[],
  numeric: readonly number[],
): readonly string[] {
  const widths: number[] = [];
  for (const cells of rows) {
    for (const [column, cell] of cells.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  return rows.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return numeric.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
