/** Text for the test databases, the same on every machine: sentences with what has to be escaped. */

const WORDS = `order parcel invoice street garden the of in and with for without river window
  yesterday between customer's "quoted" paper bright coffee Zürich café naïve 東京 price number
  engine market letter 50% under_score back\\slash open closed`.split(/\s+/);

/** A small linear congruential generator (Numerical Recipes' constants). */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Sentences of about 100 bytes each; every eighth ends with a line break. */
export function sentences(count: number): string[] {
  const random = randomNumbers(7);
  return Array.from({ length: count }, (_, index) => {
    const words = Array.from({ length: 12 + random(9) }, () => WORDS[random(WORDS.length)]);
    return `${words.join(' ')}${index % 8 === 0 ? '.\n' : '.'}`;
  });
}
