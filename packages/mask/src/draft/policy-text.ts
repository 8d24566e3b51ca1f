/** Writes the draft of a policy: JSON with a comment behind each column that says why. */

import type { DescribedTable, MaskRule } from '@dumpstream/core';
import type { MaskFinding } from './finding.ts';

/** @param sampled - how many rows of each table were looked at, at most */
export function policyText(
  findings: ReadonlyMap<DescribedTable, readonly MaskFinding[]>,
  sampled: number,
): string {
  const from = sampled > 0 ? `types and up to ${sampled} rows of each table` : 'and types alone';
  const tables = [...findings].filter(([, columns]) => columns.length > 0);
  const blocks = tables.map(([table, columns], tableIndex) => {
    const isLastTable = tableIndex === tables.length - 1;
    const title = `${table.database}.${table.name}`;
    const lines = columns.map((finding, index) => {
      const comma = isLastTable && index === columns.length - 1 ? '' : ',';
      const rule = JSON.stringify(finding.rule satisfies MaskRule);
      return `    ${asAscii(JSON.stringify(finding.column))}: ${asAscii(rule)}${comma} // ${commentOf(finding)}`;
    });
    return [`    // ${oneLine(title)}`, ...lines].join('\n');
  });
  return `${[
    `// A draft by "dumpstream mask init", from names, ${from}. Read it before you rely on it:`,
    '// LOOK marks what a person should decide. "dumpstream mask check" compares it with a database.',
    '{',
    '  "version": 1,',
    '  // A column that is not named here ends the dump before its first byte.',
    '  "strict": true,',
    '  "columns": {',
    ...(blocks.length === 0 ? [] : [blocks.join('\n\n')]),
    '  }',
    '}',
  ].join('\n')}\n`;
}

function commentOf({ reasons, look }: MaskFinding): string {
  return oneLine(`${look ? 'LOOK: ' : ''}${reasons.join('; ')}`);
}

/** Names may hold anything; a comment ends with its line, and some editors end lines at odd signs. */
function oneLine(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What a terminal or an editor would obey stands as an escape in the text of JSON. */
function asAscii(json: string): string {
  return json.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
