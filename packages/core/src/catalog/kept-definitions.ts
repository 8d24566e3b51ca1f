/** Decides which definitions of tables a catalog keeps in memory. */

/**
 * Characters in all. Those of 5,000 tables with a few columns are less. Definitions beyond it are
 * asked for again, one statement more for each table.
 */
const room = 4 * 1024 * 1024;

/**
 * For one dump.
 *
 * @returns gives back a definition that is to be kept, `undefined` for one that has no room
 */
export function keptDefinitions(): (definition: string) => string | undefined {
  let left = room;
  return (definition) => {
    if (definition.length > left) return undefined;
    left -= definition.length;
    return definition;
  };
}
