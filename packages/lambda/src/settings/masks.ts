/** The settings of masks: by which policy a dump is masked, and with which key. */

import type { Setting } from './setting.ts';

/**
 * No event may choose any of them: who may invoke the function must not thereby get what is masked.
 * The key has no variable at all, only the place that it is read from.
 */
export const maskSettings = {
  maskPolicy: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_MASK_POLICY',
    holdsTarget: true,
    event: 'never',
    otherwise: 'nothing is masked',
    meaning:
      'Where the policy is that columns are masked by: `file:policy.json` beside the handler in the zip, `s3://bucket/policy.json` (also with `?versionId=…`) or `ssm:/prod/shop-policy`. Every dump is masked then, or fails. Needs `DUMPSTREAM_MASK_KEY_FROM`.',
  },
  maskKeyFrom: {
    kind: 'text',
    handler: 'dump',
    variable: 'DUMPSTREAM_MASK_KEY_FROM',
    holdsTarget: true,
    event: 'never',
    otherwise: 'required with a policy',
    meaning:
      'Where the secret key of the masks is, at least 16 bytes: `ssm:/prod/shop-mask-key`, a SecureString, or `secret:prod/shop-mask` of Secrets Manager by name or ARN, with `#member` where it is JSON. Never the key itself.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
