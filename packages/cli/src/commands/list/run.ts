/** Runs `dumpstream list`: composes input, listing and result. */

import { listDump } from '@dumpstream/core';
import type { CommandContext } from '../../context.ts';
import { isDumpError } from '../../error-text.ts';
import { InputError, UsageError } from '../../errors.ts';
import { openInput } from '../../inputs/open-input.ts';
import { writeResult } from '../../outputs/result.ts';
import type { ListFlags } from './flags.ts';
import { listingText } from './listing-text.ts';

/**
 * Lists one dump on standard output.
 *
 * @throws UsageError, InputError, BrokenPipeError, and what core and the packages of the input throw
 */
export async function runList(
  argument: string,
  flags: ListFlags,
  { signal }: CommandContext,
): Promise<void> {
  const input = await openInput(argument, { endpointUrl: flags.endpointUrl, signal });
  try {
    if (input.kind === 'stream') {
      throw new UsageError(
        `list reads the end of a file or an object first, and ${input.label} can only be read from its ` +
          `beginning: ${otherWay(argument)}`,
      );
    }
    const listing = await listDump(input.dump, { signal }).catch((error: unknown) => {
      if (!isDumpError(error) || error.code !== 'NO_MANIFEST') throw error;
      throw new InputError(`${error.message} ${otherWay(argument)}.`, { cause: error });
    });
    const text = flags.json
      ? JSON.stringify(listing, undefined, 2)
      : listingText(listing, input.label);
    await writeResult(text, signal);
  } finally {
    await input.close();
  }
}

function otherWay(argument: string): string {
  return `"dumpstream verify --verbose ${argument}" reads all of it and lists its tables`;
}
