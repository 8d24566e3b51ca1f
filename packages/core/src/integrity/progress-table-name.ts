/** The table by which a database tells that a restore into it has not ended. */

/** ASCII, so that it has the same bytes in whatever character set a session of the dump speaks. */
export const progressTable = '_dumpstream_restore';
