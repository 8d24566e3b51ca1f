/** How often a running dump tells how far it is. */

const leastMs = 30_000;
const leastFraction = 0.05;

/** Due after half a minute or 5%, whichever is later: a short dump tells nothing, a long one 19 lines. */
export class ProgressPace {
  #lastMs = 0;
  #lastFraction = 0;

  /**
   * @param elapsedMs - since the first row
   * @param fraction - done; where it is not known, only the time counts
   * @returns whether a line is due; the next one is then due later
   */
  isDue(elapsedMs: number, fraction: number | undefined): boolean {
    if (elapsedMs - this.#lastMs < leastMs) return false;
    if (fraction !== undefined && fraction - this.#lastFraction < leastFraction) return false;
    this.#lastMs = elapsedMs;
    this.#lastFraction = fraction ?? this.#lastFraction;
    return true;
  }
}
