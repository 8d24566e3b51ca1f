/** What an execution environment has for all its invocations: clients, and what has been learned by them. */

import type { AwsClients } from './clients.ts';
import type { AccessSources } from './database/read-access.ts';

export interface Resources {
  readonly clients: AwsClients;
  /** Parameters and secrets that were read. */
  readonly sources: AccessSources;
  /** Where the zip is unpacked. */
  readonly functionFolder: string;
}
