/** Asks one question for several tables at once. */

/** Tables in one statement: enough to make its cost small, and few enough for any stack and parser. */
const batchSize = 50;

/**
 * @param ask - returns one answer for each item of a batch, in their order
 * @returns the answers for all items, in their order
 */
export async function inBatches<Item, Answer>(
  items: readonly Item[],
  ask: (batch: readonly Item[]) => Promise<readonly Answer[]>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += batchSize) {
    answers.push(...(await ask(items.slice(start, start + batchSize))));
  }
  return answers;
}
