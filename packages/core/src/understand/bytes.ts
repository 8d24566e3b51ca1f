/** Bytes of SQL text: what they are in a statement, and names as text. */

/** The classes of {@link classOf}. */
export const space = 1;
export const word = 2;

/** For each byte: {@link space}, {@link word} (letters, digits, `_`, `$`, all beyond ASCII), or 0. */
export const classOf = new Uint8Array(256);
for (const byte of [9, 10, 11, 12, 13, 32]) classOf[byte] = space;
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x80 || /[\w$]/.test(String.fromCharCode(byte))) classOf[byte] = word;
}

/** Names of the servers' character sets as the platform's decoder knows them. */
const encodings = new Map(
  Object.entries({
    latin1: 'windows-1252',
    latin2: 'iso-8859-2',
    latin5: 'windows-1254',
    latin7: 'iso-8859-13',
    greek: 'iso-8859-7',
    hebrew: 'iso-8859-8',
    cp1250: 'windows-1250',
    cp1251: 'windows-1251',
    cp1256: 'windows-1256',
    cp1257: 'windows-1257',
    cp866: 'ibm866',
    koi8r: 'koi8-r',
    koi8u: 'koi8-u',
    sjis: 'shift_jis',
    cp932: 'shift_jis',
    ujis: 'euc-jp',
    eucjpms: 'euc-jp',
    euckr: 'euc-kr',
    gb2312: 'gbk',
    gbk: 'gbk',
    gb18030: 'gb18030',
    big5: 'big5',
    tis620: 'windows-874',
  }),
);

const decoders = new Map<string, { decode(bytes: Buffer): string }>();

/** A name as text. UTF-8 where the platform does not know the character set. */
export function decodeName(bytes: Buffer, characterSet: string): string {
  const encoding = encodings.get(characterSet.toLowerCase());
  if (encoding === undefined) return bytes.toString('utf8');
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding, { ignoreBOM: true });
    decoders.set(encoding, decoder);
  }
  return decoder.decode(bytes);
}
