/** What a server is doing: its connections and their statements. */

/** Whoever can ask a server. */
interface Asking {
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}

/** One connection, as the server tells of it. */
export interface ServerProcess {
  readonly id: string;
  readonly user: string;
  readonly database: string | undefined;
  readonly command: string;
  /** Seconds in which it has done what it does. */
  readonly seconds: number;
  readonly state: string;
  /** The statement, `''` where there is none. */
  readonly statement: string;
}

/**
 * All connections but the one that asks. MySQL 9 can't read information_schema.PROCESSLIST while
 * anybody's statement holds a character of four bytes, and other suites have such statements.
 */
export async function listProcesses(server: Asking): Promise<readonly ServerProcess[]> {
  const rows = await server.query('SHOW FULL PROCESSLIST');
  const text = (value: unknown): string => (value == null ? '' : String(value));
  return rows
    .map((row) => ({
      id: text(row['Id']),
      user: text(row['User']),
      database: text(row['db']) || undefined,
      command: text(row['Command']),
      seconds: Number(row['Time']),
      state: text(row['State']),
      statement: text(row['Info']),
    }))
    .filter(({ statement }) => statement !== 'SHOW FULL PROCESSLIST');
}
