/** The JSON Schema of policies, from what the rules say of themselves. */

import type { ParameterSchema, RuleDefinition } from '../../core/src/mask/rule.ts';
import { maskRules } from '../../core/src/mask/rules.ts';

type Schema = Readonly<Record<string, unknown>>;

const part = '(?:`(?:[^`]|``)+`|[^.`]+)';
const partWithoutStar = '(?:`(?:[^`]|``)+`|[^.`*]+)';

const pattern = `^${part}\\.${part}\\.${part}$`;
const name = `^${partWithoutStar}\\.${partWithoutStar}\\.${partWithoutStar}$`;

/** As in core's `mask/json/path.ts`. */
const pathStep =
  '(?:\\.\\.?(?:\\*|[\\p{L}_$][\\p{L}\\p{M}\\p{N}_$-]*)' +
  '|(?:\\.\\.)?\\[(?:\\*|\\d+|\'(?:[^\'\\\\]|\\\\.)*\'|"(?:[^"\\\\]|\\\\.)*")\\])';

const trustChecks: Schema = {
  type: 'boolean',
  default: false,
  description:
    'Say true where you know that masked values pass the CHECKs of the column and find a partition, though it can not be proven.',
};

/** Draft 7: the newest one that editors know all of. */
export function policySchema(): Schema {
  const rules = [...maskRules.values()];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A policy of masks',
    description:
      'What the columns of a dump are masked by. The secret key is never in here, but in a place of its own.',
    // Of Visual Studio Code, as the reader of policies allows both.
    allowComments: true,
    allowTrailingCommas: true,
    type: 'object',
    required: ['version', 'columns'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string', description: 'For editors: where this schema is.' },
      version: { const: 1, description: 'Of the format.' },
      strict: {
        type: 'boolean',
        default: false,
        description:
          'Whether a column that no pattern names is an error. Otherwise it is dumped as it is.',
      },
      columns: {
        type: 'object',
        description:
          'Rules by database.table.column. A star stands for any characters of one part; a part with a point, a star or a backtick stands in backticks. The pattern with the fewest stars decides, of those the longest.',
        propertyNames: {
          type: 'string',
          pattern,
          patternErrorMessage:
            'Write it as database.table.column; a star stands for any characters of a part.',
        },
        additionalProperties: { $ref: '#/$defs/columnRule' },
        examples: [{ 'shop.customers.email': 'email', 'shop.*.created_at': 'keep' }],
      },
      relations: {
        type: 'array',
        description:
          'References that the schema has no foreign key for: their columns must be masked alike, and a subset follows them.',
        items: { $ref: '#/$defs/relation' },
      },
    },
    $defs: {
      columnRule: anyRule(rules, columnRule),
      rule: anyRule(rules, ruleWithinDocument),
      relation: {
        type: 'object',
        required: ['from', 'to'],
        additionalProperties: false,
        properties: {
          from: {
            allOf: [{ $ref: '#/$defs/columnNames' }],
            description: 'The columns that refer.',
          },
          to: { allOf: [{ $ref: '#/$defs/columnNames' }], description: 'What they refer to.' },
        },
      },
      columnNames: {
        anyOf: [
          { $ref: '#/$defs/columnName' },
          { type: 'array', minItems: 1, items: { $ref: '#/$defs/columnName' } },
        ],
      },
      columnName: {
        type: 'string',
        pattern: name,
        patternErrorMessage: 'Write it as database.table.column, without stars.',
      },
    },
  };
}

function anyRule(
  rules: readonly RuleDefinition[],
  asObject: (rule: RuleDefinition) => Schema,
): Schema {
  const bare = rules.filter(({ required = [] }) => required.length === 0);
  return {
    anyOf: [
      ...bare.map(({ name: rule, description }) => ({ const: rule, description })),
      ...rules.map(asObject),
    ],
  };
}

function columnRule(rule: RuleDefinition): Schema {
  return ruleObject(rule, { ...rule.parameters, trustChecks });
}

function ruleWithinDocument(rule: RuleDefinition): Schema {
  const { value, ...others } = rule.parameters;
  if (rule.name !== 'constant') return ruleObject(rule, rule.parameters);
  const type = ['string', 'number', 'boolean', 'null'];
  return ruleObject(rule, { ...others, value: { ...value, type } });
}

function ruleObject(
  { name: rule, description, required = [] }: RuleDefinition,
  parameters: Readonly<Record<string, ParameterSchema>>,
): Schema {
  const properties = Object.entries(parameters).map(([parameter, schema]) => [
    parameter,
    parameter === 'paths'
      ? { propertyNames: { type: 'string', pattern: `^\\$${pathStep}*$` }, ...schema }
      : schema,
  ]);
  return {
    type: 'object',
    description,
    required: ['rule', ...required],
    additionalProperties: false,
    properties: { rule: { const: rule, description }, ...Object.fromEntries(properties) },
  };
}
