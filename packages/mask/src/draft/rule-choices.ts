/** The rules that a column of a kind may have, the best one first. */

import type { DescribedColumn, MaskRule, MaskRuleObject } from '@dumpstream/core';
import type { Category } from './category.ts';
import { type ColumnKind, columnKind } from './column-kind.ts';
import type { Judgement } from './judgement.ts';

export type Locale = 'en' | 'ja';

/** What the choice depends on besides the kind of data. */
export interface ChoiceContext {
  readonly locale: Locale | undefined;
  /** A column that tells whose value it is, where the table has several parts of one name or address. */
  readonly entity: string | undefined;
  /** Names of rules that some sampled value is not for, where others would do in a column that is not unique. */
  readonly unfit: ReadonlySet<string>;
}

/** Keeps values apart, and is as long in every column, so that joins hold: 128 bits. */
const uniqueHashes: readonly MaskRule[] = [
  { rule: 'hash', length: 32 },
  { rule: 'hash', length: 26, encoding: 'base64url' },
  { rule: 'hash', length: 16 },
];

/** Some ten years more or less. */
const yearNearby: MaskRule = { rule: 'number', noise: 0.005 };

const address = 'https://example.com/';

/** Without `null` and `keep`, which {@link ladder} adds; those that don't fit are passed over there. */
function choices(
  {
    category,
    document = 'json',
  }: Judgement & { readonly category: NonNullable<Judgement['category']> },
  column: DescribedColumn,
  context: ChoiceContext,
): readonly MaskRule[] {
  const kind = columnKind(column);
  if (category === 'json') return [document, 'text', 'redact'];
  if (category === 'bytes') return ['redact', ...uniqueHashes];
  if (category === 'birthDate' && column.dataType === 'smallint') return [yearNearby, 'number'];
  if (kind === 'integer' || kind === 'number') return numbers(category);
  if (kind === 'binary') return bytes(category);
  if (kind === 'members' || kind === 'flag') return oneForAll(column);
  if (kind === 'date' || kind === 'year') return ['dateShift', ...constants(column, kind)];
  if (kind === 'uuid') return ['uuid'];
  if (kind === 'inet') return ['ip'];
  if (kind === 'place') return [];
  return [...texts(category, context), ...uniqueHashes, 'redact'];
}

function texts(category: Category, { locale, entity }: ChoiceContext): readonly MaskRule[] {
  const person = (part?: string): readonly MaskRule[] =>
    variants({ rule: 'name', ...(part === undefined ? {} : { part }) }, locale, entity);
  const place = (part?: string): readonly MaskRule[] =>
    variants({ rule: 'address', ...(part === undefined ? {} : { part }) }, locale, entity);
  switch (category) {
    case 'personName':
      return person();
    case 'givenName':
      return person('given');
    case 'familyName':
      return person('family');
    case 'address':
      return place();
    case 'street':
    case 'city':
    case 'region':
    case 'postcode':
      return place(category);
    case 'email':
      return ['email', ...uniqueHashes, 'hash'];
    case 'phone':
      return ['phone'];
    case 'creditCard':
      return ['creditCard'];
    case 'ip':
      return ['ip'];
    case 'login':
    case 'device':
      return [...uniqueHashes, 'hash'];
    case 'secret':
      return ['hash', ...uniqueHashes];
    case 'url':
      return [{ rule: 'constant', value: address }, 'text'];
    case 'photo':
      return ['null', { rule: 'constant', value: address }];
    case 'userAgent':
      return [{ rule: 'constant', value: 'Mozilla/5.0' }];
    case 'gender':
    case 'sensitive':
      return ['null', { rule: 'constant', value: '' }];
    case 'health':
    case 'company':
    case 'freeText':
      return ['text'];
    default:
      return ['redact'];
  }
}

/** The most exact first: a locale may not fit the column's character set. */
function variants(
  rule: MaskRuleObject,
  locale: Locale | undefined,
  entity: string | undefined,
): readonly MaskRule[] {
  const withEntity = entity === undefined ? rule : { ...rule, entity };
  const localized = locale === undefined ? [] : [{ ...withEntity, locale }];
  return [...localized, withEntity].map((one) => (Object.keys(one).length === 1 ? one.rule : one));
}

function numbers(category: Category): readonly MaskRule[] {
  switch (category) {
    case 'phone':
      return ['phone', 'number'];
    case 'ip':
      return ['ip', 'number'];
    case 'creditCard':
      return ['creditCard', 'number'];
    case 'latitude':
      return [{ rule: 'number', min: -90, max: 90 }, 'number'];
    case 'longitude':
      return [
        { rule: 'number', min: -180, max: 180 },
        { rule: 'number', min: -90, max: 90 },
        'number',
      ];
    case 'age':
    case 'income':
      return [{ rule: 'number', noise: 0.2 }, 'number'];
    case 'gender':
    case 'sensitive':
    case 'health':
      return ['null', { rule: 'constant', value: 0 }, 'number'];
    default:
      return ['number'];
  }
}

function bytes(category: Category): readonly MaskRule[] {
  switch (category) {
    case 'ip':
      return ['ip', 'redact'];
    case 'photo':
      return ['null', 'redact'];
    case 'secret':
    case 'login':
    case 'device':
      return ['hash', { rule: 'hash', length: 16 }];
    default:
      return ['redact', { rule: 'hash', length: 16 }];
  }
}

/** Another member for each one would tell as much as the member itself, where there are two. */
function oneForAll({ members }: DescribedColumn): readonly MaskRule[] {
  const [first] = members ?? [];
  return ['null', ...(first === undefined ? [] : [{ rule: 'constant', value: first } as const])];
}

function constants({ dataType }: DescribedColumn, kind: ColumnKind): readonly MaskRule[] {
  if (kind === 'year') return [{ rule: 'constant', value: '2000' }];
  return [{ rule: 'constant', value: dataType === 'date' ? '2000-01-01' : '2000-01-01 00:00:00' }];
}

/**
 * All rules that may be tried, down to `keep`, which always fits. A rule that a CHECK might refuse comes
 * after all that it can't: then its values are masked, and it is told that the CHECK is to be looked at.
 */
export function ladder(
  judgement: Judgement,
  column: DescribedColumn,
  context: ChoiceContext,
): readonly MaskRule[] {
  const { category } = judgement;
  if (category === undefined) return ['keep'];
  const plain = [
    ...new Set([
      ...choices({ ...judgement, category }, column, context).filter(
        (rule) => !context.unfit.has(nameOf(rule)),
      ),
      ...(column.nullable ? ['null' as const] : []),
    ]),
  ];
  const trusting = column.checked || column.holdsJson ? plain.map(trustingChecks) : [];
  return [...plain, ...trusting, 'keep'];
}

function nameOf(rule: MaskRule): string {
  return typeof rule === 'object' ? rule.rule : typeof rule === 'string' ? rule : '';
}

function trustingChecks(rule: MaskRule): MaskRule {
  if (typeof rule === 'function') return rule;
  return typeof rule === 'string' ? { rule, trustChecks: true } : { ...rule, trustChecks: true };
}
