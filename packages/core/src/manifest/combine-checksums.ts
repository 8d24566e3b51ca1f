/** The CRC-32 of bytes that were summed in parts, by the CRC-32 of each part. */

/** The polynomial of gzip and zip, its bits reversed: the highest bit is the coefficient of x^0. */
const polynomial = 0xedb88320;

/** x^(2^n) modulo the polynomial. */
const squares = Int32Array.from({ length: 32 });
squares[0] = 1 << 30;
for (let n = 1; n < 32; n++) {
  const before = squares[n - 1] as number;
  squares[n] = multiplied(before, before);
}

/** The product of two polynomials modulo that of CRC-32. */
function multiplied(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = 1 << 31; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 0 ? factor >>> 1 : (factor >>> 1) ^ polynomial;
  }
  return product;
}

/**
 * A CRC-32 is a remainder of a division of polynomials: bytes that follow multiply it by x^8 each,
 * and what they are is added. So it takes some multiplications, and no byte.
 *
 * @param a - CRC-32 of the first part
 * @param b - CRC-32 of the second part, by itself
 * @param bytesOfB - bytes of the second part, up to `Number.MAX_SAFE_INTEGER`
 */
export function combineChecksums(a: number, b: number, bytesOfB: number): number {
  let power = 1 << 31;
  // x^(2^n) comes round again after 2^32 - 1 bits, of which 2^32 is the next: n goes from 31 to 0.
  for (let rest = bytesOfB, n = 3; rest > 0; rest = Math.floor(rest / 2), n = (n + 1) % 32) {
    if (rest % 2 === 1) power = multiplied(squares[n] as number, power);
  }
  return (multiplied(power, a) ^ b) >>> 0;
}
