/** The rule `json`: values of documents, each by the rule of its path. */

import { JsonPaths, type JsonPlace } from '../json/path.ts';
import { type PathRule, pathRules, pathRulesProblem, type RuleLookup } from '../json/path-rules.ts';
import { decodeString, rewriteJson } from '../json/rewrite.ts';
import { keepScalar, type ScalarMask, ScalarMasks } from '../json/scalar-mask.ts';
import { valueColumns } from '../json/value-columns.ts';
import { fits, holdsUnicode, isTextColumn, uniqueProblem } from '../representable.ts';
import type { MaskedRow, RuleDefinition } from '../rule.ts';
import { replaceSameKind } from '../same-kind.ts';
import { sameValue } from '../same-value.ts';

/** Where a value is, and the mask that the values around it have. */
interface MaskedPlace {
  readonly place: JsonPlace;
  readonly mask: ScalarMask;
}

/**
 * A path may name a value or an object or array, whose rule all scalars in it have that no closer path
 * names. Of several paths to one value the one with the fewest stars and double points decides, of
 * those the longest. A path that is in no document is no error.
 *
 * Text that no path names is redacted, and so are numbers; `true` becomes `false`; `null` stays, and so
 * do the names of members unless the parameter `names` says otherwise. Values of a kind that the rule of their path is not for, such as a number at a path
 * of the rule `email`, are redacted as well. A value that is no JSON at all is masked as by the rule `text`,
 * and so are the texts of a document that would not fit its column otherwise.
 *
 * @param lookup - the rules that stand at paths; asked when a policy is checked and compiled
 */
export function jsonRule(lookup: RuleLookup): RuleDefinition {
  return {
    name: 'json',
    description:
      'Masks values in JSON by rules for paths such as $.customer.email, $.items[*].name and $..password; all other values are redacted unless "other" says that they stay. Names of members stay unless "names" says otherwise.',
    parameters: {
      paths: {
        type: 'object',
        description: 'Rules by path, written as those of columns.',
        additionalProperties: { $ref: '#/$defs/rule' },
        examples: [{ '$.customer.email': 'email', '$.items[*].name': 'keep' }],
      },
      other: {
        enum: ['redact', 'keep'],
        description: 'What becomes of values that no path names.',
        default: 'redact',
      },
      names: {
        enum: ['keep', 'redact'],
        description:
          'What becomes of names of members, in documents that have values for names such as {"someone@example.com": 3}. Those that stand in a path stay, and those of what a rule keeps.',
        default: 'keep',
      },
    },
    reads: (parameters) => [
      ...new Set(
        pathRules(parameters).flatMap(({ rule, parameters: inner }) =>
          typeof rule === 'string' ? (lookup(rule)?.reads?.(inner) ?? []) : [],
        ),
      ),
    ],
    problem(column, parameters) {
      if (column.dataType !== 'json' && !isTextColumn(column)) {
        return `the column is ${column.columnType}, and JSON is masked in columns of JSON and of text`;
      }
      return uniqueProblem(column) ?? pathRulesProblem(parameters, valueColumns(column), lookup);
    },
    injective: () => false,
    compile(column, parameters, keyed) {
      const scalars = new ScalarMasks(column, keyed);
      const rules = pathRules(parameters);
      const ascii = !holdsUnicode(column);
      const masks = rules.map((rule) => scalars.of(rule, lookup, ascii));
      const shortMasks = masks.map((mask) => (mask === keepScalar ? mask : scalars.redact));
      const paths = new JsonPaths(rules.map(({ path }) => path));
      const other = parameters['other'] === 'keep' ? keepScalar : scalars.redact;
      const domain = keyed.domain('text');
      const same = sameValue(column);
      const names = parameters['names'] === 'redact' ? otherNames(scalars, rules) : undefined;
      return (value, row) => {
        const text = String(value);
        const masked = maskedDocument(text, row, paths, { masks, other, names });
        if (masked === undefined) return replaceSameKind(text, same, domain.choices(same(text)));
        return fits(masked, column)
          ? masked
          : (maskedDocument(text, row, paths, { masks: shortMasks, other, names }) ?? masked);
      };
    },
  };
}

type NameMask = (literal: string, used: ReadonlySet<string>) => string;

/** For names that are in no path. */
function otherNames(scalars: ScalarMasks, rules: readonly PathRule[]): NameMask {
  const known = new Set(rules.flatMap(({ path }) => path.steps.map(({ child }) => child)));
  return (literal, used) =>
    known.has(decodeString(literal))
      ? literal
      : scalars.name(literal, (name) => used.has(name) || known.has(name));
}

interface DocumentMasks {
  /** By the numbers of the paths. */
  readonly masks: readonly ScalarMask[];
  readonly other: ScalarMask;
  readonly names: NameMask | undefined;
}

function maskedDocument(
  text: string,
  row: MaskedRow,
  paths: JsonPaths,
  { masks, other, names }: DocumentMasks,
): string | undefined {
  const at = (place: JsonPlace, around: ScalarMask): MaskedPlace => {
    const match = paths.match(place);
    return { place, mask: (match === undefined ? undefined : masks[match]) ?? around };
  };
  return rewriteJson<MaskedPlace>(text, at(paths.root(), other), {
    member: ({ place, mask }, name) => at(paths.child(place, name), mask),
    element: ({ place, mask }, index) => at(paths.child(place, index), mask),
    scalar: ({ mask }, kind, literal) => mask(kind, literal, row),
    ...(names === undefined
      ? {}
      : {
          name: ({ mask }, literal, used) => (mask === keepScalar ? literal : names(literal, used)),
        }),
  });
}
