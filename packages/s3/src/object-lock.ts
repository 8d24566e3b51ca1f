/** How long an object may neither be replaced nor removed: S3 Object Lock. */

/** Needs a bucket that has Object Lock enabled, and `s3:PutObjectRetention` or `-LegalHold`. */
export interface ObjectLock {
  /** `COMPLIANCE` can be lifted by nobody, `GOVERNANCE` by those with a permission for it. */
  readonly mode?: 'GOVERNANCE' | 'COMPLIANCE';
  /** Until when; goes together with {@link mode}. */
  readonly retainUntil?: Date;
  /** Holds the object until the hold is taken away. */
  readonly legalHold?: boolean;
}

const names: readonly string[] = [
  'mode',
  'retainUntil',
  'legalHold',
] satisfies (keyof ObjectLock)[];

/** @returns what is wrong with it */
export function checkObjectLock(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return 'must be an object with mode and retainUntil, or legalHold';
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    return `must hold ${names.join(', ')} alone, not "${unknown}"`;
  }
  const { mode, retainUntil, legalHold } = value as Readonly<Record<string, unknown>>;
  if (mode !== undefined && mode !== 'GOVERNANCE' && mode !== 'COMPLIANCE') {
    return 'must have the mode GOVERNANCE or COMPLIANCE';
  }
  if (
    retainUntil !== undefined &&
    !(retainUntil instanceof Date && retainUntil.getTime() > Date.now())
  ) {
    return 'must have a Date in the future for retainUntil';
  }
  if ((mode === undefined) !== (retainUntil === undefined)) {
    return 'must have both mode and retainUntil, or neither';
  }
  if (legalHold !== undefined && typeof legalHold !== 'boolean') {
    return 'must have true or false for legalHold';
  }
  return undefined;
}

/** The fields of a request that makes an object. */
export function objectLockFields(lock: ObjectLock | undefined) {
  return {
    ObjectLockMode: lock?.mode,
    ObjectLockRetainUntilDate: lock?.retainUntil,
    ObjectLockLegalHoldStatus:
      lock?.legalHold === undefined
        ? undefined
        : lock.legalHold
          ? ('ON' as const)
          : ('OFF' as const),
  };
}
