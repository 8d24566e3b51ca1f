/** Looks how deeply JSON is nested before it is parsed: each level takes much more memory than a byte. */

/** The manifest's own has four levels. */
const mostLevels = 8;

const doubleQuote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** @param json - may be anything */
export function isShallow(json: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (isInString) {
      if (code === backslash) i++;
      else if (code === doubleQuote) isInString = false;
    } else if (code === doubleQuote) {
      isInString = true;
    } else if (code === openBracket || code === openBrace) {
      depth++;
      if (depth > mostLevels) return false;
    } else if (code === closeBracket || code === closeBrace) {
      depth--;
    }
  }
  return true;
}
