/** The databases that texts write to which a statement may prepare. */

import type { ReadingModes } from '../split/statement.ts';
import { preparedTexts } from './prepared-text.ts';
import { targetsOf } from './targets.ts';
import { understand } from './understand.ts';
import type { TargetServer } from './version-comment.ts';

/** @returns `undefined` stands for the current one, see `targetsOf` */
export function preparedTargets(
  bytes: Buffer,
  modes: ReadingModes,
  server: TargetServer,
): readonly (string | undefined)[] {
  return preparedTexts(bytes, modes, server).flatMap((text) =>
    targetsOf(understand({ bytes: text.bytes, headBytes: 0, rows: 0 }, text.modes, server)),
  );
}
