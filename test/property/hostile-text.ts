/** Names and texts that try to break out of where they are written. */

import fc from 'fast-check';

const fragments = [
  ...['`', "'", '"', '\\', "\\'", '``', "''", '\\\\', '\\n', '\\0'],
  ...['\n', '\r', '\r\n', '\t', '\x01', '\x1a', '\x7f', '\u0085', '\u2028'],
  ...['*/', '/*', '/*!99999 ', '/*!50003 ', '-- ', '--', '#', '\n-- ', '\n#'],
  ...['\\!', '\\! touch x', '\n\\! x\n', 'system x', '\nsystem x\n', '\\. x', '\\q', '\\g', '\\G'],
  ...[';', ';;', '//', '$$', '\nDELIMITER x\n', 'delimiter ;;', ');', '`;', "';"],
  ...['%', '%s', '_', '?', '@x', '@@x', ':x', '$', '{x}', '{', '}', '&', '.', ',', '(', ')'],
  ...['select', 'NULL', 'x', 'a', ' ', '  ', '=', '/', '<', '>', '|', '\ufeff', '^', '~'],
  ...['é', 'É', 'ß', 'ẞ', 'ı', 'İ', 'Ω', 'я', '日本', 'ﾊ', '한', '\u0301', '\u200b', '\uffee'],
] as const;

const fragment = fc.constantFrom(...fragments);
const asciiFragment = fc.constantFrom(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are among the fragments
  ...fragments.filter((text) => /^[\x01-\x7f]+$/.test(text)),
);

/** A text of at most so many UTF-16 code units. */
export function hostileText(mostCharacters: number): fc.Arbitrary<string> {
  return joined(fragment, mostCharacters);
}

/** As {@link hostileText}, of characters that every character set has. */
export function hostileAscii(mostCharacters: number): fc.Arbitrary<string> {
  return joined(asciiFragment, mostCharacters);
}

/** As {@link hostileText}, sometimes with characters above U+FFFF, which names can't have. */
export function hostileUnicode(mostCharacters: number): fc.Arbitrary<string> {
  return joined(
    fc.oneof(
      { weight: 9, arbitrary: fragment },
      { weight: 1, arbitrary: fc.constantFrom('😀', '𝒳', '𠀋') },
    ),
    mostCharacters,
  );
}

function joined(part: fc.Arbitrary<string>, mostCharacters: number): fc.Arbitrary<string> {
  return fc.array(part, { maxLength: 6 }).map((parts) => {
    let text = '';
    for (const next of parts) {
      if (text.length + next.length <= mostCharacters) text += next;
    }
    return text;
  });
}

/**
 * Where a line of their input ends, the client programs take off a CR, and MySQL's a backslash in
 * backticks. The dump refuses a name with a CR LF, and these would be most of what it refuses; left
 * out until it has it: a backslash before a line feed in the name of a table with rows.
 */
function withoutLineEnds(text: string): string {
  return text.replace(/[\r\\]+\n/g, '\n');
}

/** A name before it is made different from the others of its kind. */
export type NameSeed = (index: number) => string;

/**
 * Names of which those with different indexes differ, whatever the server thinks of case and
 * accents: no fragment holds the prefix with a digit after it. A name neither ends in a space nor has
 * more than 64 characters.
 *
 * @param mostCharacters - what is added to tell names apart is short, and is on top
 */
export function hostileName(prefix: string, mostCharacters: number): fc.Arbitrary<NameSeed> {
  const plain = fc.constant<NameSeed>((index) => `${prefix}${index}`);
  const long = fc.constant<NameSeed>((index) => `${prefix}${index}_`.padEnd(64, 'long'));
  const hostile = hostileText(mostCharacters).map(withoutLineEnds);
  const before = hostile.map<NameSeed>((text) => (index) => `${text}${prefix}${index}`);
  const after = hostile.map<NameSeed>((text) => (index) => `${prefix}${index}${text.trimEnd()}`);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    { weight: 4, arbitrary: before },
    { weight: 4, arbitrary: after },
    { weight: 1, arbitrary: long },
  );
}
