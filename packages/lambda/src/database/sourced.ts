/** A value that remembers where it was configured. */

/** For messages that tell where to look. */
export interface Sourced {
  readonly value: string;
  /** For example `SSM parameter /prod/shop-dbpass`. */
  readonly place: string;
}
