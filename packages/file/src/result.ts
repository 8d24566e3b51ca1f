/** What writing a file tells when it is done. */

/** The finished file. */
export interface WrittenFile {
  /** The path as it was given. */
  readonly path: string;
  /** Size of the file. */
  readonly bytes: number;
}
