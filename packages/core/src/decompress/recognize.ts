/** Tells by its first bytes what an input is: SQL text, compressed how, or no dump at all. */

import type { CompressionName } from '../options.ts';
import { type ForeignFormat, findForeignFormat } from './foreign-formats.ts';
import { skippableMagic, zstdMagic } from './frame-header.ts';
import { notADump, truncated } from './reading-errors.ts';

/** How many bytes are looked at, where there are so many. */
export const headBytes = 4096;

/** RFC 1952, 2.3.1. */
const gzipMagic = Buffer.from([0x1f, 0x8b]);

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

/** What an input is. */
export interface Recognized {
  readonly compression: CompressionName;
  /** Bytes before the SQL text: a UTF-8 byte order mark, as editors of Windows put it there. */
  readonly markBytes: number;
}

/**
 * By content, never by name.
 *
 * @param head - the first {@link headBytes} of the input, or all of it
 * @throws DumpError `NOT_A_DUMP`; `TRUNCATED_DUMP` where it ends before it could be told
 */
export function recognize(head: Buffer, label: string): Recognized {
  if (head.length === 0) {
    throw notADump(
      label,
      'is empty. The program that should have written it may have failed, or it was read before.',
    );
  }
  const compression = compressionOf(head);
  if (compression !== 'none') return { compression, markBytes: 0 };
  if ([gzipMagic, zstdMagic].some((magic) => magic.subarray(0, head.length).equals(head))) {
    throw truncated(label, 'after its first bytes');
  }
  return { compression, markBytes: recognizeText(head, label) };
}

/**
 * The same for text that has been decompressed.
 *
 * @returns bytes of a UTF-8 byte order mark
 * @throws DumpError `NOT_A_DUMP`
 */
export function recognizeText(head: Buffer, label: string): number {
  if (head.length === 0) {
    throw notADump(
      label,
      'holds nothing but an empty text that was compressed. The program that should have written ' +
        'it may have failed.',
    );
  }
  const foreign = findForeignFormat(head) ?? doubleCompression(head) ?? foreignText(head);
  if (foreign !== undefined) throw notADump(label, `${foreign.what}. ${foreign.advice}`);
  return startsWith(head, utf8Mark) ? utf8Mark.length : 0;
}

function compressionOf(head: Buffer): CompressionName {
  if (startsWith(head, gzipMagic)) return 'gzip';
  const first = head[0] ?? 0;
  const isSkippable = first >> 4 === 5 && startsWith(head.subarray(1), skippableMagic);
  return isSkippable || startsWith(head, zstdMagic) ? 'zstd' : 'none';
}

function doubleCompression(head: Buffer): ForeignFormat | undefined {
  const compression = compressionOf(head);
  if (compression === 'none') return undefined;
  return {
    what: `is compressed twice: there is ${compression} in it`,
    advice: 'Decompress it once, and give what comes out.',
  };
}

/** A comment, a word of two letters or more, a query in parentheses, a delimiter, or `\\!` and the like. */
const beginning =
  /^(?:--|#|\/\*|;|\\\w|[a-z_]{2,}(?:[\s(;`'"*/#@-]|$)|[(\s]+(?:select|with|values|table)\b)/i;

function foreignText(head: Buffer): ForeignFormat | undefined {
  const wide = wideText(head);
  if (wide !== undefined) return wide;
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
  const start = text.trimStart();
  if (start.startsWith('<')) return markup(start);
  if (/^[{[]/.test(start)) {
    return { what: 'begins as JSON does', advice: 'SQL text is read; make a dump as SQL.' };
  }
  // Values may hold any bytes, but they stand in quotes. Everything before those is text.
  const [unquoted = ''] = text.split(/['"`]/, 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters tell that it is no text
  if (/[\0-\x08\x0e-\x1f\x7f]/.test(unquoted)) {
    return { what: 'holds bytes that are no SQL text', advice: 'Check that it is the right one.' };
  }
  if (start !== '' && !beginning.test(start)) {
    return { what: 'does not begin as SQL does', advice: 'Check that it is the right one.' };
  }
  return undefined;
}

/** UTF-16 or UTF-32: with a byte order mark, or ASCII with zeros between. */
function wideText(head: Buffer): ForeignFormat | undefined {
  const [first = 0, second = 0, third = 1, fourth = 1] = head;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const hasZeros = (second === 0) !== (first === 0) && (fourth === 0) !== (third === 0);
  if (!hasMark && !(hasZeros && (first === 0) === (third === 0))) return undefined;
  return {
    what: 'is UTF-16 text, as PowerShell\'s ">" writes it, which damages dumps',
    advice:
      'Make it anew, and let the dump program write the file itself: --result-file=FILE in place of ' +
      '> FILE.',
  };
}

function markup(start: string): ForeignFormat {
  if (/<mysqldump\b|<mariadb-dump\b/i.test(start)) {
    return { what: 'is a dump as XML (--xml)', advice: 'Make it anew without --xml.' };
  }
  const code = /<Error>.*?<Code>(\w{1,60})<\/Code>/s.exec(start)?.[1];
  if (code !== undefined) {
    return {
      what: `is an error that S3 answered with ("${code}") in place of the dump`,
      advice:
        'Fetch the dump again, and look at the permission and the address it is fetched with.',
    };
  }
  return {
    what: 'is an HTML or XML page, perhaps an error that a server answered with in place of the dump',
    advice: 'Fetch the dump again, and look at the address it is fetched from.',
  };
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}
