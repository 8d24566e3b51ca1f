/** What the splitter finds in the text of a dump. */

/** A statement that can be sent as it is, without its delimiter. */
export interface Statement {
  /** Counted from 1 in the whole text; the parts of one that was cut have the same number. */
  readonly number: number;
  /** Where it begins in the text, in bytes. Of a later part of one that was cut: where its rows begin. */
  readonly offset: number;
  /** The receiver's own: nobody writes to it any more, unless the splitter was made with `passing`. */
  readonly bytes: Buffer;
  /** Of INSERT … VALUES and REPLACE … VALUES: how many rows; 0 for all others. */
  readonly rows: number;
  /** Of those: bytes before the first row, which a part of the rows needs as well; else 0. */
  readonly headBytes: number;
  /** Whether the statement goes on in the next one, as it was cut at a row border. */
  readonly continues: boolean;
}

/** A comment that stands outside of statements and is no executable one. */
export interface OuterComment {
  readonly offset: number;
  /** As it stands in the text, with its marks, as UTF-8; at most its first MiB. */
  readonly text: string;
}

/** How the text is read: what SET statements in it, or the session, have decided. */
export interface ReadingModes {
  /** `"` quotes names. */
  readonly ansiQuotes: boolean;
  /** A backslash in a string is a character like any other. */
  readonly noBackslashEscapes: boolean;
  /** `character_set_client`, for those whose characters may hold a backslash as second byte. */
  readonly characterSet: string;
}
