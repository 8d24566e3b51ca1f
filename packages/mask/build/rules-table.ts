/** The README's table of rules, from what they say of themselves. */

import type { ParameterSchema, RuleDefinition } from '../../core/src/mask/rule.ts';
import { maskRules } from '../../core/src/mask/rules.ts';

/** The README with the table of the rules as they are. */
export function withRulesTable(readme: string): string {
  return readme.replace(
    /(<!-- rules -->\n).*(\n<!-- end of rules -->)/s,
    (_, before: string, after: string) => `${before}\n${rulesTable()}\n${after}`,
  );
}

/** In Markdown. */
function rulesTable(): string {
  const rows = [...maskRules.values()].map((rule) => [
    `\`${rule.name}\``,
    rule.description,
    Object.entries(rule.parameters)
      .map(([name, schema]) => parameterText(rule, name, schema))
      .join('<br>'),
  ]);
  const head = ['rule', 'what it makes of a value', 'parameters'];
  return [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** For example `` `days` (1 to 3650, default 365): how far. `` */
function parameterText({ required = [] }: RuleDefinition, name: string, schema: ParameterSchema) {
  const { description, default: otherwise, enum: choices, minimum, maximum } = schema;
  const limits = [
    ...(Array.isArray(choices) ? [choices.map(code).join(', ')] : []),
    ...(minimum === undefined ? [] : [`${minimum} to ${maximum}`]),
    ...(otherwise === undefined ? [] : [`default ${code(otherwise)}`]),
    ...(required.includes(name) ? ['required'] : []),
  ];
  const note = limits.length === 0 ? '' : ` (${limits.join('; ')})`;
  return `\`${name}\`${note}: ${description}`;
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}
