/** Where a policy of masks and its key are, by what the settings say. Pure: nothing is read. */

/** Where a policy is. */
export type PolicyPlace =
  /** A path below the function's folder. */
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'object';
      readonly bucket: string;
      readonly key: string;
      readonly versionId: string | undefined;
    }
  | { readonly kind: 'parameter'; readonly name: string };

/** Where a key is. */
export type KeyPlace =
  | { readonly kind: 'parameter'; readonly name: string }
  /** `member` is that of a JSON object. */
  | { readonly kind: 'secret'; readonly name: string; readonly member: string | undefined };

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html */
const parameterName = /^ssm:([\w./-]{1,1011})$/;

/** Name or ARN: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const secretName = /^secret:([\w/+=.@:-]{1,2048})(?:#(.+))?$/s;

const objectName = /^s3:\/\/([a-z\d][a-z\d.-]{1,61}[a-z\d])\/(.+?)(?:\?versionId=([\w.-]+))?$/;

/** @returns `undefined` for what is none of the three forms, or would lead out of the folder */
export function policyPlace(text: string): PolicyPlace | undefined {
  const [, name] = parameterName.exec(text) ?? [];
  if (name !== undefined) return { kind: 'parameter', name };
  const [, bucket, key, versionId] = objectName.exec(text) ?? [];
  if (bucket !== undefined && key !== undefined) return { kind: 'object', bucket, key, versionId };
  if (!text.startsWith('file:')) return undefined;
  const path = text.slice('file:'.length);
  const staysBelow = path.split('/').every((part) => !['', '.', '..'].includes(part));
  return staysBelow && !/[\p{Cc}\\]/u.test(path) ? { kind: 'file', path } : undefined;
}

/** @returns `undefined` for what is none of the two forms: perhaps the key itself */
export function keyPlace(text: string): KeyPlace | undefined {
  const [, parameter] = parameterName.exec(text) ?? [];
  if (parameter !== undefined) return { kind: 'parameter', name: parameter };
  const [, secret, member] = secretName.exec(text) ?? [];
  return secret === undefined ? undefined : { kind: 'secret', name: secret, member };
}
