/** CREATE, ALTER, DROP, RENAME and TRUNCATE: which object they are about. */

import { readLike, readOtherObjects } from './other-objects.ts';
import { other, type StatementReader } from './reading.ts';
import type { NamedObject, ObjectKind, Understood } from './understood.ts';

const objectKinds = new Map<string, ObjectKind>([
  ['DATABASE', 'database'],
  ['SCHEMA', 'database'],
  ['TABLE', 'table'],
  ['TABLES', 'table'],
  ['VIEW', 'view'],
  ['TRIGGER', 'trigger'],
  ['PROCEDURE', 'procedure'],
  ['FUNCTION', 'function'],
  ['EVENT', 'event'],
  ['SEQUENCE', 'sequence'],
  ['PACKAGE', 'package'],
  ['LIBRARY', 'library'],
]);

/** Words before the kind of object, beside the attributes with a value. */
const modifiers = new Set([
  ...['AGGREGATE', 'ONLINE', 'OFFLINE', 'IGNORE', 'UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR'],
]);

/** What may be named in one DROP. */
const listed = new Set<ObjectKind>(['table', 'view', 'sequence']);

/** What ALTER DATABASE may begin with where it names no database. */
const databaseOptions = new Set([
  ...['DEFAULT', 'CHARACTER', 'CHARSET', 'COLLATE', 'ENCRYPTION', 'READ', 'COMMENT'],
]);

interface Heading {
  /** The word that says what it is, in upper case. */
  readonly word: string;
  readonly object: ObjectKind | undefined;
  readonly temporary: boolean;
}

/** From after CREATE, ALTER or DROP to after the kind of object. */
function readHeading(reader: StatementReader): Heading {
  const { lexer } = reader;
  let temporary = false;
  for (;;) {
    if (lexer.takeWords('TEMPORARY')) temporary = true;
    else if (lexer.isWord(...modifiers)) lexer.advance();
    else if (!lexer.takeWords('OR', 'REPLACE') && !reader.skipAttribute()) break;
  }
  const word = lexer.word();
  const object = objectKinds.get(word);
  lexer.advance();
  if (object === 'package') lexer.takeWords('BODY');
  return { word, object, temporary };
}

export function readCreate(reader: StatementReader): Understood {
  const { lexer } = reader;
  const { word, object, temporary } = readHeading(reader);
  if (word === 'USER' || word === 'ROLE') return { kind: 'accounts' };
  if (word === 'INDEX') return readIndex(reader);
  if (object === undefined) return other;
  reader.skipCondition();
  if (object === 'database') return readDatabase(reader, 'create');
  const named = reader.object();
  if (named === undefined) return other;
  if (object === 'trigger') return readTrigger(reader, named);
  // CREATE FUNCTION … RETURNS … SONAME loads a library of the server.
  if (object === 'function' && lexer.isWord('RETURNS')) return other;
  const like = object === 'table' ? readLike(reader) : undefined;
  const others = object === 'table' ? readOtherObjects(reader, 'CREATE') : {};
  if (others === undefined) return other;
  return {
    kind: 'create',
    object,
    ...named,
    ...others,
    ...(like === undefined ? {} : { others: [like, ...(others.others ?? [])] }),
    ...(temporary ? { temporary } : {}),
  };
}

function readDatabase(reader: StatementReader, kind: 'create' | 'alter' | 'drop'): Understood {
  const name = reader.database();
  return name === undefined ? other : { kind, object: 'database', name };
}

/** A trigger belongs to the database of its table; each of the two may be named with its database. */
function readTrigger(reader: StatementReader, { name, database }: NamedObject): Understood {
  const table = readAfterOn(reader);
  if (table === undefined) return other;
  return {
    kind: 'create',
    object: 'trigger',
    ...((database ?? table.database) === undefined ? {} : { database: database ?? table.database }),
    name,
    table: table.name,
    ...(table.database === undefined ? {} : { tableDatabase: table.database }),
  };
}

/** CREATE INDEX i … ON t, DROP INDEX i ON t. */
function readIndex(reader: StatementReader): Understood {
  reader.skipCondition();
  const table = readAfterOn(reader);
  return table === undefined ? other : { kind: 'alter', object: 'table', ...table };
}

function readAfterOn(reader: StatementReader): NamedObject | undefined {
  const { lexer } = reader;
  while (!lexer.isEnd() && !lexer.isWord('ON')) lexer.advance();
  return lexer.takeWords('ON') ? reader.object() : undefined;
}

export function readAlter(reader: StatementReader): Understood {
  const { word, object } = readHeading(reader);
  if (word === 'USER' || word === 'ROLE') return { kind: 'accounts' };
  if (object === undefined) return other;
  if (object === 'database') {
    return namesNoDatabase(reader) ? { kind: 'alter', object } : readDatabase(reader, 'alter');
  }
  reader.skipCondition();
  const named = reader.object();
  if (named === undefined) return other;
  if (object === 'table') {
    const keys = readKeys(reader);
    if (keys !== undefined) return { kind: keys, object, ...named };
  }
  const others = readOtherObjects(reader, 'ALTER');
  return others === undefined ? other : { kind: 'alter', object, ...named, ...others };
}

/** A database may be called `comment`, `charset` or `encryption`: then an option follows it, and no value. */
function namesNoDatabase({ lexer }: StatementReader): boolean {
  if (lexer.kind !== 'word' || !databaseOptions.has(lexer.word())) return false;
  const place = lexer.place();
  const isReserved = !lexer.isWord('CHARSET', 'COMMENT', 'ENCRYPTION');
  lexer.advance();
  const hasValue = !lexer.isEnd() && !databaseOptions.has(lexer.word());
  lexer.goTo(place);
  return isReserved || hasValue;
}

/** DISABLE KEYS or ENABLE KEYS as all that the statement does. */
function readKeys({ lexer }: StatementReader): 'disableKeys' | 'enableKeys' | undefined {
  const place = lexer.place();
  const kind = lexer.takeWords('DISABLE', 'KEYS')
    ? 'disableKeys'
    : lexer.takeWords('ENABLE', 'KEYS')
      ? 'enableKeys'
      : undefined;
  if (kind !== undefined && lexer.isEnd()) return kind;
  lexer.goTo(place);
  return undefined;
}

export function readDrop(reader: StatementReader): Understood {
  const { lexer } = reader;
  if (lexer.takeWords('PREPARE')) return { kind: 'prepared' };
  const { word, object, temporary } = readHeading(reader);
  if (word === 'USER' || word === 'ROLE') return { kind: 'accounts' };
  if (word === 'INDEX') return readIndex(reader);
  if (object === undefined) return other;
  reader.skipCondition();
  if (object === 'database') return readDatabase(reader, 'drop');
  const named = reader.object();
  if (named === undefined) return other;
  const others: NamedObject[] = [];
  while (listed.has(object) && lexer.takeSign(',')) {
    const next = reader.object();
    if (next === undefined) return other;
    others.push(next);
  }
  // What else stands here might be the name of one more.
  if (!lexer.isEnd() && !lexer.isWord('RESTRICT', 'CASCADE', 'WAIT', 'NOWAIT')) return other;
  return {
    kind: 'drop',
    object,
    ...named,
    ...(others.length === 0 ? {} : { others }),
    ...(temporary ? { temporary } : {}),
  };
}

/** RENAME TABLE: the new names are written as well as the old ones. */
export function readRename(reader: StatementReader): Understood {
  const { lexer } = reader;
  if (lexer.isWord('USER', 'ROLE')) return { kind: 'accounts' };
  if (!lexer.takeWords('TABLE') && !lexer.takeWords('TABLES')) return other;
  reader.skipCondition();
  const names: NamedObject[] = [];
  do {
    const from = reader.object();
    while (lexer.kind === 'word' && !lexer.isWord('TO')) lexer.advance();
    const to = lexer.takeWords('TO') ? reader.object() : undefined;
    if (from === undefined || to === undefined) return other;
    names.push(from, to);
  } while (lexer.takeSign(','));
  const [first, ...others] = names;
  if (first === undefined || !lexer.isEnd()) return other;
  return { kind: 'alter', object: 'table', ...first, others };
}

export function readTruncate(reader: StatementReader): Understood {
  if (!reader.lexer.takeWords('TABLE')) reader.lexer.takeWords('TABLES');
  const named = reader.object();
  return named === undefined ? other : { kind: 'alter', object: 'table', ...named };
}
