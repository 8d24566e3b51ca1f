/** Loaded into the command with `--import`: writes which packages it loads, one per line. */

import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env['RECORDED_MODULES'] ?? '';

registerHooks({
  load(url, context, nextLoad) {
    const inside = url.split('/node_modules/').at(-1) ?? '';
    const [, scoped] = /^(@[^/]+\/[^/]+|[^/]+)\//.exec(inside) ?? [];
    const [, own] = /\/packages\/([^/]+)\/(?:dist|bin)\//.exec(url) ?? [];
    if (url.includes('/node_modules/') && scoped !== undefined) appendFileSync(file, `${scoped}\n`);
    else if (own !== undefined) appendFileSync(file, `own ${own}\n`);
    return nextLoad(url, context);
  },
});
