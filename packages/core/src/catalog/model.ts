/** What a catalog holds: plain data about the databases that are to be dumped. */

import type { AccountName } from '../sql/account.ts';
import type { ServerInfo } from '../summary.ts';
import type { GrantStatement } from './account-statements.ts';

/** A column, as far as reading and writing its values needs. */
export interface Column {
  readonly name: string;
  /** `DATA_TYPE` of information_schema, lower case: `int`, `varchar`, `point`, ... */
  readonly dataType: string;
  /** `COLUMN_TYPE` of information_schema, with length, members and attributes. */
  readonly columnType: string;
  /** Character set of a text column, `undefined` for every other. */
  readonly characterSet: string | undefined;
  /** Collation of a text column, `undefined` for every other. */
  readonly collation: string | undefined;
  /** Whether it may be NULL. */
  readonly nullable: boolean;
  /** Computed by the server: can't be inserted. */
  readonly generated: boolean;
  /** Left out of `SELECT *` and of an `INSERT` without column names. */
  readonly invisible: boolean;
  /** Start or end of the row's validity, in a system-versioned table of MariaDB. */
  readonly rowTime?: 'start' | 'end';
}

/** A key whose columns are all NOT NULL, whole (no prefix), and name every row once. */
export interface UniqueKey {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface Table {
  readonly kind: 'table';
  readonly database: string;
  readonly name: string;
  readonly engine: string;
  readonly columns: readonly Column[];
  /** Whether it keeps old versions of its rows (MariaDB), which are dumped as well. */
  readonly versioned: boolean;
  /** `false` where its rows are those of other tables, files or servers (MERGE, FEDERATED, ...). */
  readonly holdsRows: boolean;
  /** The primary key, or else the unique key that InnoDB clusters the rows by. */
  readonly clusteredKey: UniqueKey | undefined;
  /** The same where rows are not clustered by it: MyISAM, Aria, ... */
  readonly rowKey: UniqueKey | undefined;
  /** Estimates from the server's statistics. */
  readonly estimatedRows: number;
  readonly estimatedBytes: number;
}

/** A sequence of MariaDB. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly database: string;
  readonly name: string;
}

export interface View {
  readonly kind: 'view';
  readonly database: string;
  readonly name: string;
  readonly columnNames: readonly string[];
  /** Bytes of `CREATE … VIEW …` in its {@link characterSet}, not naming its own database. */
  readonly definition: Buffer;
  /** The session's character set and collation when the view was made. */
  readonly characterSet: string;
  readonly collation: string;
  /** Tables and views that it reads from, and now and then a column that is called the same. */
  readonly references: readonly { readonly database: string; readonly name: string }[];
}

/** A trigger, procedure, function or event: a program that the server stores as text. */
export interface StoredProgram {
  readonly kind: 'trigger' | RoutineKind | 'event';
  readonly database: string;
  readonly name: string;
  /** Of a trigger: its table. */
  readonly table?: string;
  /**
   * For an event that ends: seconds since 1970 when it was last changed, before its end. The server
   * drops or switches off an event that ends before it is made.
   */
  readonly madeAt?: number | undefined;
}

/** Packages are MariaDB's, in its Oracle mode; libraries MySQL 9's. */
export type RoutineKind = 'library' | 'procedure' | 'function' | 'package' | 'package body';

/** A database, as `CREATE DATABASE` tells it. */
export interface Schema {
  readonly name: string;
  readonly characterSet: string;
  readonly collation: string;
  /** Whether new tables are encrypted; `undefined` where the server does not know of that. */
  readonly encrypted: boolean | undefined;
  /** MariaDB; empty elsewhere. */
  readonly comment: string;
  /** MySQL 8.0.22. */
  readonly readOnly: boolean;
}

/** A view that refers to something that is gone, or that its definer may no longer read. */
export interface BrokenView {
  readonly database: string;
  readonly name: string;
  /** Bytes of `CREATE … VIEW …`. */
  readonly definition: Buffer;
  /** What the server says of it. */
  readonly reason: string;
}

export interface Database extends Schema {
  readonly sequences: readonly Sequence[];
  readonly tables: readonly Table[];
  /** What each table, by name, was like just before its columns were read. */
  readonly tableStates: ReadonlyMap<string, TableState>;
  readonly views: readonly View[];
  /** Empty unless the option `brokenViews` allows them. */
  readonly brokenViews: readonly BrokenView[];
  readonly triggers: readonly StoredProgram[];
  readonly routines: readonly StoredProgram[];
  readonly events: readonly StoredProgram[];
}

/** An account or role, as statements that make it elsewhere. */
export interface Account {
  readonly name: AccountName;
  /** `CREATE USER`, `CREATE ROLE`. */
  readonly created: readonly string[];
  readonly grants: readonly GrantStatement[];
  readonly defaultRoles: string | undefined;
}

/** A table or view, before its columns are known. */
export interface TableEntry {
  readonly name: string;
  readonly type: string;
  readonly engine: string;
  readonly estimatedRows: number;
  readonly estimatedBytes: number;
  /** When it was made, empty where the server does not tell. */
  readonly created: string;
}

/** What must be the same before the columns of a table are read and after its rows have been. */
export interface TableState {
  /** A digest of SHOW CREATE TABLE, and which of its parts hold rows. */
  readonly digest: string;
  /** When it was made, empty where the server does not tell. */
  readonly created: string;
  /**
   * The text of SHOW CREATE TABLE, one character for each byte; `undefined` where there was no more
   * memory for it.
   */
  readonly definition?: string;
}

/** What the server does with numbers in JSON, which differs between versions. */
export interface JsonNumbers {
  /** Reads the 17 digits of a DOUBLE back to the same one. MySQL 9 does; 5.7 to 8.4 don't always. */
  readonly exactDoubles: boolean;
  /** Writes a DOUBLE without a fraction as `1.0`, as MySQL 8 does; 5.7 writes `1`. */
  readonly wholeDoublesHavePoint: boolean;
}

/** Codes that are no character, by character set, 1 for each; only sets with one byte. */
export type UnassignedCodes = ReadonlyMap<string, Uint8Array>;

export interface ValueTraits {
  /** `undefined` where no column needs it: MariaDB's JSON is text. */
  readonly jsonNumbers: JsonNumbers | undefined;
  readonly unassignedCodes: UnassignedCodes;
}

export interface Catalog {
  readonly server: ServerInfo;
  readonly databases: readonly Database[];
  /** Empty without the option `users`. */
  readonly accounts: readonly Account[];
  readonly valueTraits: ValueTraits;
}
