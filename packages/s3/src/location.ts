/** How an object is named in messages, and in a command to copy. */

/** An object's place in S3. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/** `s3://bucket/key`, with control characters escaped: a key is hostile input to a log. */
export function describeLocation(location: ObjectLocation): string {
  return printable(`s3://${location.bucket}/${location.key}`);
}

/** Escapes control characters, line breaks among them. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The command that removes the parts of an abandoned multipart upload. */
export function abortCommand(location: ObjectLocation, uploadId: string): string {
  const { bucket, key } = location;
  return (
    `aws s3api abort-multipart-upload --bucket ${shellQuote(bucket)} ` +
    `--key ${shellQuote(key)} --upload-id ${shellQuote(uploadId)}`
  );
}

function shellQuote(text: string): string {
  return `'${printable(text).replaceAll("'", "'\\''")}'`;
}
