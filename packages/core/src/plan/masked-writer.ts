/** Decides how the values of a masked column are read, so that a rule gets them, and written again. */

import type { Column, Table } from '../catalog/model.ts';
import { columnOf } from '../catalog/same-names.ts';
import { DumpError } from '../errors.ts';
import type { ColumnMask } from '../mask/column-mask.ts';
import { qualifiedName, quoteIdentifier } from '../sql/identifier.ts';
import type { ReadColumn, SentForm } from './masked-values.ts';
import { type ColumnWriter, columnWriter, exactDouble } from './value-kinds.ts';

/** @throws DumpError `UNSUPPORTED` for a type that this package doesn't know */
export function maskedWriter(
  table: Table,
  column: Column,
  mask: ColumnMask,
  hexBlob: boolean,
): ColumnWriter {
  const { form, expression } = reading(table, column);
  const numeric = form === 'text' && isNumber(table, column);
  const bytes = hexBlob || column.dataType === 'bit' ? 'hexadecimal' : 'binary';
  return {
    column,
    kind: 'masked',
    expression,
    introducer: undefined,
    companion: undefined,
    masked: {
      mask,
      form,
      literal: form === 'bytes' ? bytes : numeric ? 'number' : 'text',
      reads: mask.reads.map((name) => readColumn(table, name)),
    },
  };
}

/** Expressions of what rules read besides their own values, in the order of the columns. */
export function readExpressions(writers: readonly ColumnWriter[]): readonly string[] {
  return writers.flatMap(({ masked }) => masked?.reads.map((read) => read.expression) ?? []);
}

function readColumn(table: Table, name: string): ReadColumn {
  const column = columnOf(table, name);
  if (column !== undefined) return { name, ...reading(table, column) };
  throw new DumpError(
    'INVALID_MASK',
    `A rule reads the column ${quoteIdentifier(name)}, which table ${qualifiedName(table)} does not have.`,
  );
}

function reading(table: Table, column: Column): { form: SentForm; expression: string } {
  const name = quoteIdentifier(column.name);
  const { dataType, characterSet } = column;
  if (dataType === 'json') return { form: 'text', expression: name };
  if (dataType === 'float' || dataType === 'double') {
    return { form: 'text', expression: exactDouble(name) };
  }
  if (characterSet !== undefined && characterSet !== 'binary') {
    // As bytes: a name of such a collation may be one that the driver can't read.
    return { form: 'text', expression: `CONVERT(CONVERT(${name} USING utf8mb4) USING binary)` };
  }
  const { kind } = columnWriter(table, column, false);
  return { form: kind === 'number' || kind === 'plain' ? 'text' : 'bytes', expression: name };
}

function isNumber(table: Table, column: Column): boolean {
  if (column.characterSet !== undefined || column.dataType === 'json') return false;
  return columnWriter(table, column, false).kind !== 'plain';
}
