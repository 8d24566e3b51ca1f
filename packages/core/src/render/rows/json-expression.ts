/** Whether a MySQL JSON value can be written as its text, and as what else. */

import type { JsonNumbers } from '../../catalog/model.ts';
import { DumpError } from '../../errors.ts';
import { jsonConstructor } from './json-constructor.ts';
import { jsonNumbersKeep } from './json-text.ts';
import type { PacketField } from './packet-field.ts';

/**
 * @param companion - the field with the paths of strings, see `ColumnWriter.companion`
 * @returns SQL for the value; `undefined` where its text does
 * @throws DumpError `UNSUPPORTED` for bytes of a type that no expression brings back
 */
export function jsonExpression(
  source: Buffer,
  start: number,
  end: number,
  companion: PacketField,
  numbers: JsonNumbers | undefined,
  column: string,
): Buffer | undefined {
  if (numbers === undefined) {
    throw new DumpError('INTERNAL', 'How the server reads JSON was not asked. Please report this.');
  }
  if (companion.isNull && jsonNumbersKeep(source, start, end, numbers)) return undefined;
  const stringPaths = companion.isNull
    ? undefined
    : source.toString('utf8', companion.start, companion.end);
  const text = source.toString('utf8', start, end);
  return Buffer.from(jsonConstructor(text, stringPaths, numbers, column));
}
