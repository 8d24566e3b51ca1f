/** Tags of the object, which lifecycle rules and bills can go by. */

/**
 * S3's limits, from "Categorizing your objects using tags" in its user guide: 10 tags, keys of 128
 * and values of 256 characters, letters, digits, spaces and `+ - = . _ : / @`.
 */
const maximumTags = 10;
const maximumKeyLength = 128;
const maximumValueLength = 256;
const characters = /^[\p{L}\p{N}\p{Zs}+\-=._:/@]*$/u;

/** @returns what is wrong with them */
export function checkTags(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return 'must be an object of names and strings';
  }
  const tags = Object.entries(value);
  if (tags.length > maximumTags) {
    return `must not be more than ${maximumTags}`;
  }
  const wrong = tags.find(
    ([name, text]) =>
      name === '' ||
      name.length > maximumKeyLength ||
      name.toLowerCase().startsWith('aws:') ||
      !characters.test(name) ||
      typeof text !== 'string' ||
      text.length > maximumValueLength ||
      !characters.test(text),
  );
  return wrong === undefined
    ? undefined
    : `must have names of 1 to ${maximumKeyLength} and strings of up to ${maximumValueLength} letters, ` +
        `digits, spaces and + - = . _ : / @, and no name that begins with "aws:"; look at "${wrong[0]}"`;
}

/** As S3 takes them in a header: like the query of a URL. */
export function taggingHeader(
  tags: Readonly<Record<string, string>> | undefined,
): string | undefined {
  return tags === undefined || Object.keys(tags).length === 0
    ? undefined
    : Object.entries(tags)
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .join('&');
}
