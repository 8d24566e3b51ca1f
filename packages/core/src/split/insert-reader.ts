/** Follows an INSERT … VALUES token by token: where its rows begin and end. */

import { comma, dot, open } from './byte-kinds.ts';

/** What is expected, or where the reading is. */
type State =
  /** The word INSERT or REPLACE. */
  | 'start'
  | 'tableName'
  | 'behindTableName'
  | 'behindDot'
  /** In parentheses before the rows: columns, partitions. */
  | 'list'
  | 'rowOrNothing'
  /** Behind the word ROW, which MySQL 8 allows before each row. */
  | 'rowParenthesis'
  | 'row'
  | 'behindRow'
  /** Behind a row and the end of the executable comment that the statement stands in. */
  | 'behindComment'
  /** What follows the rows belongs to all of them: ON DUPLICATE KEY UPDATE, RETURNING, AS. */
  | 'tail'
  /** No rows, and none will come. */
  | 'other';

const modifiers = new Set(['LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE', 'INTO']);

/** Longer words are no keyword, and only names of tables and columns as long as no server has. */
export const longestWord = 1024;

/** Positions are bytes from the statement's begin. */
export class InsertReader {
  #state: State = 'start';
  /** Parentheses that are open, where they are counted. */
  depth = 0;
  /** Of all parts so far, this one too. */
  rowsInAll = 0;
  /** In the part that is being read. */
  rows = 0;
  /** Up to the first row. */
  headBytes = 0;
  /** Of the row that is being read, or was read last. */
  rowStart = 0;
  /** Behind the last whole row; as long as {@link rows} is 0 it means nothing. */
  rowsEnd = 0;
  /** Whether the rows stand in an executable comment that began before them. */
  inComment = false;
  #begun = false;

  begin(): void {
    this.#state = 'start';
    this.depth = 0;
    this.rowsInAll = 0;
    this.rows = 0;
    this.headBytes = 0;
    this.#begun = false;
    this.inComment = false;
  }

  /** Whether only quotes, comments and the delimiter matter from here on. */
  get isOver(): boolean {
    return this.#state === 'other' || this.#state === 'tail';
  }

  get hasTail(): boolean {
    return this.#state === 'tail';
  }

  /** Whether a row has begun and not ended, or must follow. */
  get isAmidRows(): boolean {
    return this.isInRow || (this.#state === 'rowOrNothing' && this.#begun);
  }

  get isInRow(): boolean {
    return this.#state === 'row' || this.#state === 'rowParenthesis';
  }

  get isBehindRow(): boolean {
    return this.#state === 'behindRow' || this.#state === 'behindComment';
  }

  get isBehindComment(): boolean {
    return this.#state === 'behindComment';
  }

  /** @param text - a word in capital letters */
  word(text: string, position: number, inComment: boolean): void {
    switch (this.#state) {
      case 'start':
        this.#state = text === 'INSERT' || text === 'REPLACE' ? 'tableName' : 'other';
        return;
      case 'tableName':
        if (!modifiers.has(text)) this.#state = 'behindTableName';
        return;
      case 'behindTableName':
        if (text === 'VALUES' || text === 'VALUE') this.#state = 'rowOrNothing';
        else if (text !== 'PARTITION') this.#state = 'other';
        return;
      case 'rowOrNothing':
        if (text === 'ROW') this.#beginRow(position, inComment, 'rowParenthesis');
        else this.sign();
        return;
      default:
        this.name();
    }
  }

  /** A name or string in quotes. */
  name(): void {
    if (this.#state === 'tableName' || this.#state === 'behindDot') this.#state = 'behindTableName';
    else this.sign();
  }

  /** A comma, point or parenthesis that opens. */
  mark(kind: number, position: number, inComment: boolean): void {
    const state = this.#state;
    if (kind === open && state === 'behindTableName') {
      this.depth = 1;
      this.#state = 'list';
    } else if (kind === open && state === 'rowOrNothing') {
      this.depth = 1;
      this.#beginRow(position, inComment, 'row');
    } else if (kind === open && state === 'rowParenthesis') {
      this.depth = 1;
      this.#state = 'row';
    } else if (kind === comma && state === 'behindRow' && inComment === this.inComment) {
      this.#state = 'rowOrNothing';
    } else if (kind === dot && (state === 'behindTableName' || state === 'tableName')) {
      this.#state = 'behindDot';
    } else {
      this.sign();
    }
  }

  /** Anything that is not expected. */
  sign(): void {
    this.depth = 0;
    this.#state = this.#begun ? 'tail' : 'other';
  }

  /** The parenthesis that closes the outermost one. */
  endList(): void {
    this.depth = 0;
    this.#state = 'behindTableName';
  }

  /** @param position - behind its parenthesis */
  endRow(position: number): void {
    this.depth = 0;
    this.rows++;
    this.rowsInAll++;
    this.rowsEnd = position;
    this.#state = 'behindRow';
  }

  /** Whole rows, behind which another one has begun. */
  addRows(rows: number, rowsEnd: number, rowStart: number): void {
    this.rows += rows;
    this.rowsInAll += rows;
    this.rowsEnd = rowsEnd;
    this.rowStart = rowStart;
  }

  /** An executable comment begins or ends. */
  commentMark(begins: boolean): void {
    if (this.#state === 'behindRow' && !begins && this.inComment) this.#state = 'behindComment';
    else if (this.isBehindRow || (this.#state === 'rowOrNothing' && this.#begun)) this.sign();
  }

  /** The rows up to {@link rowsEnd} are gone; the one that begins now is the first one. */
  cut(): void {
    this.rows = 0;
    this.rowStart = this.headBytes;
  }

  #beginRow(position: number, inComment: boolean, state: State): void {
    if (!this.#begun) {
      this.#begun = true;
      this.headBytes = position;
      this.inComment = inComment;
    }
    this.rowStart = position;
    this.#state = state;
  }
}
