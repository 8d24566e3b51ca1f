/** Bundles the handlers, and all that they need, into five scripts. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { substitutes } from './substitutes.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const handlerSource = fileURLToPath(new URL('../src/', import.meta.url));
const coreSource = fileURLToPath(new URL('../../core/src/', import.meta.url));
const s3Source = fileURLToPath(new URL('../../s3/src/index.ts', import.meta.url));
const maskSource = fileURLToPath(new URL('../../mask/src/index.ts', import.meta.url));
const fileSource = fileURLToPath(new URL('../../file/src/index.ts', import.meta.url));

/** The bundled code, and the files that went into it. */
export interface Bundle {
  /** By the names of the scripts. */
  readonly scripts: Readonly<Record<string, Uint8Array>>;
  /** Absolute paths, without those of which nothing was left. */
  readonly inputs: readonly string[];
}

/**
 * Bundles the sources, not what a build left in `dist`: it never holds yesterday's code.
 *
 * - `index.cjs`: the handlers, `handler` that dumps and `restoreHandler`
 * - `restore.cjs`: where the one that restores begins, `handler`
 * - `core.cjs`: what reads the database, apart, as worker threads load it without the AWS SDK
 * - `chunk-worker.cjs` and `masked-chunk-worker.cjs`: where those threads begin; the script is one, and
 *   what is not needed of it costs next to nothing
 *
 * CommonJS modules, as most of it was written as such: it loads in 94 ms where an ES module takes
 * 110 (medians of 20, Node 24), is as small, and needs no substitute for `require`.
 *
 * No source has an `import()`: esbuild then keeps all of each module that is shared with it, which
 * makes the zip 67 KB larger, and costs 40 ms of every start for the few that it saves.
 *
 * @throws Error where esbuild fails, or has doubts
 */
export async function bundleHandler(): Promise<Bundle> {
  const handler = await bundle({
    stdin: {
      contents:
        "export { handler } from './handler.ts'; export { restoreHandler } from './restore-handler.ts';",
      resolveDir: handlerSource,
      loader: 'ts',
    },
    alias: {
      '@dumpstream/core': './core.cjs',
      '@dumpstream/file': fileSource,
      '@dumpstream/mask': maskSource,
      '@dumpstream/s3': s3Source,
    },
    external: ['./core.cjs'],
  });
  const names = await namesOfCore(handler.inputs);
  const core = await bundle({
    stdin: {
      contents: `export { ${names.join(', ')} } from './index.ts'; import './read/masked-chunk-worker.ts';`,
      resolveDir: coreSource,
      loader: 'ts',
    },
    // Of the module that looks for the worker beside itself.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  return {
    scripts: {
      'index.cjs': handler.code,
      'restore.cjs': Buffer.from("exports.handler = require('./index.cjs').restoreHandler;\n"),
      'core.cjs': core.code,
      'chunk-worker.cjs': Buffer.from("require('./core.cjs');\n"),
      'masked-chunk-worker.cjs': Buffer.from("require('./core.cjs');\n"),
    },
    inputs: [...core.inputs, ...handler.inputs],
  };
}

/** What the handlers take from the package core: the rest of it, which is for others, is left out. */
async function namesOfCore(inputs: readonly string[]): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const path of inputs.filter((input) => input.endsWith('.ts'))) {
    const text = await readFile(path, 'utf8');
    for (const [, list = ''] of text.matchAll(/import \{([^}]*)\} from '@dumpstream\/core'/g)) {
      for (const name of list.split(',').map((item) => item.trim())) {
        if (name !== '' && !name.startsWith('type ')) names.add(name);
      }
    }
  }
  return [...names].sort();
}

async function bundle(
  options: BuildOptions,
): Promise<{ readonly code: Uint8Array; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile, warnings } = await build({
    ...options,
    absWorkingDir: packageFolder,
    outfile: 'bundle.cjs',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    // Unused parts of ES modules can be left out, which is smaller and faster to load.
    mainFields: ['module', 'main'],
    minify: true,
    plugins: [substitutes],
    // All licences are in one file of the zip, see notices.ts.
    legalComments: 'none',
    logLevel: 'warning',
  });
  const [file] = outputFiles ?? [];
  const [output] = Object.values(metafile?.outputs ?? {});
  if (file === undefined || output === undefined || warnings.length > 0) {
    throw new Error('The handler was not bundled: esbuild made no file, or warned, see above.');
  }
  const inputs = Object.entries(output.inputs)
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && path !== '<stdin>')
    .map(([path]) => fileURLToPath(new URL(path, `file://${packageFolder}`)));
  return { code: file.contents, inputs };
}
