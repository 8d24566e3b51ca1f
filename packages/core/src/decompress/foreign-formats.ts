/** What is often taken for a dump and is none, told by its first bytes. */

/** Something that is not read. */
export interface ForeignFormat {
  /** Completes "it …". */
  readonly what: string;
  /** What to do about it, in whole sentences. */
  readonly advice: string;
}

interface Signature extends ForeignFormat {
  /** Latin-1: each character is a byte. */
  readonly bytes: string;
  readonly at?: number;
}

const makePlainDump = 'Make a dump as SQL text.';
const fromMysql = 'Only dumps of MySQL and MariaDB are read.';

function compressedWith(program: string, command: string): ForeignFormat {
  return {
    what: `is compressed with ${program}`,
    advice: `gzip and zstd are read as they are; decompress others first: ${command} FILE > FILE.sql.`,
  };
}

const archive: ForeignFormat = {
  what: 'is an archive',
  advice: 'Unpack it, and give the dump that is in it.',
};

const encrypted: ForeignFormat = {
  what: 'is encrypted',
  advice: 'Decrypt it first, with the program that encrypted it.',
};

const message: ForeignFormat = {
  what: 'begins with a message of the program that made it, which was written into the dump (2>&1)',
  advice: 'Delete the messages from the dump, or make it again without "2>&1".',
};

/** The longer ones of those that begin alike come first. */
const signatures: readonly Signature[] = [
  { bytes: '\xfd7zXZ\0', ...compressedWith('xz', 'xz -dc') },
  { bytes: '\x5d\0\0', ...compressedWith('lzma', 'xz -dc') },
  { bytes: 'LZIP', ...compressedWith('lzip', 'lzip -dc') },
  { bytes: 'BZh', ...compressedWith('bzip2', 'bzip2 -dc') },
  { bytes: '\x04\x22\x4d\x18', ...compressedWith('lz4', 'lz4 -dc') },
  { bytes: '\x02\x21\x4c\x18', ...compressedWith('lz4', 'lz4 -dc') },
  { bytes: '\xff\x06\0\0sNaPpY', ...compressedWith('snappy', 'snzip -dc') },
  { bytes: '\x89LZO\0', ...compressedWith('lzop', 'lzop -dc') },
  { bytes: '\x1f\x9d', ...compressedWith('compress', 'gzip -dc') },
  ...['\x22', '\x23', '\x24', '\x25', '\x26', '\x27', '\x1e'].map((first) => ({
    bytes: `${first}\xb5\x2f\xfd`,
    ...compressedWith('a zstd older than 1.0', 'zstd -dc'),
  })),
  { bytes: 'H4sI', what: 'is gzip in base64', advice: 'Decode it first: base64 -d FILE.' },
  { bytes: 'PK\x03\x04', ...archive, what: 'is a zip archive' },
  { bytes: 'PK\x05\x06', ...archive, what: 'is an empty zip archive' },
  { bytes: '7z\xbc\xaf\x27\x1c', ...archive, what: 'is a 7z archive' },
  { bytes: 'Rar!\x1a\x07', ...archive, what: 'is a rar archive' },
  { bytes: 'ustar', at: 257, ...archive, what: 'is a tar archive' },
  { bytes: 'XBSTCK01', what: 'is a backup of xtrabackup or mariabackup', advice: makePlainDump },
  { bytes: '\xfebin', what: 'is a binary log, to be read by mysqlbinlog', advice: makePlainDump },
  { bytes: 'PGDMP', what: 'is a dump of PostgreSQL (pg_dump -Fc)', advice: fromMysql },
  { bytes: '--\n-- PostgreSQL database', what: 'is a dump of PostgreSQL', advice: fromMysql },
  { bytes: 'SQLite format 3\0', what: 'is an SQLite database', advice: fromMysql },
  { bytes: 'PRAGMA foreign_keys', what: 'is a dump of SQLite', advice: fromMysql },
  { bytes: 'Salted__', ...encrypted, what: 'is encrypted (openssl)' },
  { bytes: '-----BEGIN ', ...encrypted, what: 'is encrypted or signed (PEM or PGP)' },
  { bytes: 'age-encryption.org', ...encrypted, what: 'is encrypted (age)' },
  {
    bytes: 'version https://git-lfs',
    what: 'is a pointer of Git LFS in place of the file',
    advice: 'Fetch the file: git lfs pull.',
  },
  {
    bytes: '[config]\n',
    what: 'is the file "metadata" of mydumper',
    advice: 'Give the SQL files beside it, those of the schemas first.',
  },
  {
    bytes: '# Started dump at',
    what: 'is the file "metadata" of mydumper',
    advice: 'Give the SQL files beside it, those of the schemas first.',
  },
  ...[
    'mysqldump: ',
    'mariadb-dump: ',
    'Warning: ',
    'mysqldump  Ver',
    'Usage: ',
    '-- Warning: ',
  ].map((bytes) => ({ bytes, ...message })),
];

/** @param head - the first bytes, 512 of them where there are so many */
export function findForeignFormat(head: Buffer): ForeignFormat | undefined {
  return signatures.find(({ bytes, at = 0 }) =>
    head.subarray(at, at + bytes.length).equals(Buffer.from(bytes, 'latin1')),
  );
}
