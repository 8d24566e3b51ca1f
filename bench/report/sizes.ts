/** Sizes for people. */

/** `123 MB`, of 10^6 bytes: output and process sizes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

/** `123 MiB`, of 2^20 bytes, which memory limits are counted in. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
