/** Removes all that was built and cached. What is installed stays. */

import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from './lib/command.mjs';

const packages = readdirSync(join(repositoryFolder, 'packages'));
for (const folder of ['.cache', ...packages.map((name) => join('packages', name, 'dist'))]) {
  rmSync(join(repositoryFolder, folder), { recursive: true, force: true });
}
