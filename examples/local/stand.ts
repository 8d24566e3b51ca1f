/** The containers' programs without the containers: server, S3 and function on this machine. */

import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { DatabaseServer } from '../../test/services/database-server.ts';
import { type HttpServer, startHttpServer } from '../../test/services/http-server.ts';
import type { LambdaRuntime } from '../../test/services/index.ts';

export const exampleFolder = fileURLToPath(new URL('.', import.meta.url));
export const composePath = join(exampleFolder, 'compose.yaml');

/** A service of the compose file. */
export interface Service {
  readonly image: string;
  readonly command?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

/** The services of the compose file, by their names. */
export function readServices(): Readonly<Record<'database' | 's3' | 'function', Service>> {
  return parse(readFileSync(composePath, 'utf8')).services;
}

/** Does with a server what the image of the database does when it starts for the first time. */
export async function initialiseDatabase(server: DatabaseServer): Promise<string> {
  const name = readServices().database.environment['MYSQL_DATABASE'] ?? '';
  await server.query(`CREATE DATABASE ${name}`);
  const folder = join(exampleFolder, 'database');
  for (const file of readdirSync(folder).sort()) {
    await server.restore(name, readFileSync(join(folder, file)));
  }
  return name;
}

/**
 * In place of Lambda's runtime interface emulator, of which there is only a binary in the image:
 * takes events where it takes them, and answers failures as it does, with the status 200.
 */
export async function startFakeEmulator(runtime: LambdaRuntime): Promise<HttpServer> {
  return await startHttpServer((request, response) => {
    const answer = async () => {
      if (request.url !== '/2015-03-31/functions/function/invocations') return undefined;
      const outcome = await runtime.invoke(await json(request));
      return outcome.ok ? outcome.result : outcome.error;
    };
    answer().then(
      async (body) => {
        response.writeHead(body === undefined ? 404 : 200).end(JSON.stringify(body));
        await once(response, 'close');
      },
      () => response.destroy(),
    );
  });
}
