/** Writes the schema and the README's table anew, after a rule has changed: `node build/write.ts`. */

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { policySchema } from './policy-schema.ts';
import { withRulesTable } from './rules-table.ts';

const schema = fileURLToPath(new URL('../policy.schema.json', import.meta.url));
const readme = fileURLToPath(new URL('../README.md', import.meta.url));

writeFileSync(schema, JSON.stringify(policySchema()));
writeFileSync(readme, withRulesTable(readFileSync(readme, 'utf8')));
execFileSync('biome', ['format', '--write', schema, readme], { stdio: 'inherit' });
