/** How an object is named in messages, and in a command to copy. */

/** An object's place in S3. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

/** An object, or one version of it. */
export interface VersionLocation extends ObjectLocation {
  /** `undefined` for whichever is the newest. */
  readonly versionId?: string | undefined;
}

/**
 * `s3://bucket/key`, with `?versionId=…` where a version was asked for. Control characters are escaped: a
 * key is hostile input to a log.
 */
export function describeLocation({ bucket, key, versionId }: VersionLocation): string {
  const version = versionId === undefined ? '' : `?versionId=${versionId}`;
  return printable(`s3://${bucket}/${key}${version}`);
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
