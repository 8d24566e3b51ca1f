/** The README's tables of what came back equal: read, brought up to date, and written. */

/** What was found on one server, by the name of the row. */
export type Findings = ReadonlyMap<string, string>;

/** A row of a table: its name, and what stands in the cells between the name and the servers. */
export interface ProofRow {
  readonly name: string;
  readonly tried: readonly string[];
}

interface ParsedTable {
  readonly servers: readonly string[];
  readonly rows: ReadonlyMap<
    string,
    { readonly tried: readonly string[]; readonly cells: Findings }
  >;
}

/** What stands where nothing has been run. */
const notRun = '–';

/**
 * The document with the table between `<!-- name -->` and `<!-- /name -->` brought up to date.
 * Cells of servers and rows that were not run are kept as they stand.
 *
 * @param headings - of the columns before those of the servers
 * @param rows - in their order; a row of the document that is not among them is dropped
 * @param findings - by the name of the server, for example `mysql-5.7`
 * @throws Error where the document lacks the two comments
 */
export function withFindings(
  document: string,
  name: string,
  headings: readonly string[],
  rows: readonly ProofRow[],
  findings: ReadonlyMap<string, Findings>,
): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = split(document, start);
  const [table, after] = split(rest, end);
  const known = parse(table, headings.length);
  const titles = new Map([...findings.keys()].map((server) => [serverTitle(server), server]));
  const servers = [...new Set([...known.servers, ...titles.keys()])].sort(byVersion);
  const lines = rows.map((row) => [
    row.name,
    ...row.tried,
    ...servers.map((title) => {
      const found = findings.get(titles.get(title) ?? '')?.get(row.name);
      return found ?? known.rows.get(row.name)?.cells.get(title) ?? notRun;
    }),
  ]);
  const text = aligned([[...headings, ...servers], ...lines]);
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}

/** Columns of one width, as the project's formatter wants them. */
export function aligned([header = [], ...lines]: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...lines].map((cells) => [...(cells[column] ?? '')].length)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [header, rule, ...lines]
    .map((cells) =>
      cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)),
    )
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The names of the rows that the document's table has. */
export function rowsOf(document: string, name: string, headings: number): readonly ProofRow[] {
  const [, rest] = split(document, `<!-- ${name} -->`);
  const [table] = split(rest, `<!-- /${name} -->`);
  return [...parse(table, headings).rows].map(([rowName, { tried }]) => ({ name: rowName, tried }));
}

function split(document: string, mark: string): readonly [string, string] {
  const at = document.indexOf(mark);
  if (at < 0) throw new Error(`The README has no ${mark}`);
  return [document.slice(0, at), document.slice(at + mark.length)];
}

function parse(table: string, headings: number): ParsedTable {
  const [header = [], , ...lines] = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const servers = header.slice(headings);
  const rows = lines.map((cells) => {
    const found = servers.map(
      (server, index) => [server, cells[headings + index] ?? notRun] as const,
    );
    return [cells[0] ?? '', { tried: cells.slice(1, headings), cells: new Map(found) }] as const;
  });
  return { servers, rows: new Map(rows) };
}

/** `mysql-5.7` is `MySQL 5.7`. */
function serverTitle(name: string): string {
  return name.replace(/^mysql-/, 'MySQL ').replace(/^mariadb-/, 'MariaDB ');
}

/** MySQL before MariaDB, each in the order of its versions. */
function byVersion(a: string, b: string): number {
  const [left, right] = [a.startsWith('MySQL'), b.startsWith('MySQL')];
  if (left !== right) return left ? -1 : 1;
  return a.localeCompare(b, 'en', { numeric: true });
}
