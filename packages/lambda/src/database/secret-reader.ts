/** Asks Secrets Manager for a secret. */

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { requestHandler } from '../clients.ts';

/** A client that lives as long as the execution environment. */
export class SecretReader {
  readonly #client = new SecretsManagerClient({ requestHandler });

  /**
   * @returns the secret's text; `undefined` where it is binary
   * @throws the SDK's error
   */
  async read(name: string, version: string, signal: AbortSignal): Promise<string | undefined> {
    const command = new GetSecretValueCommand({ SecretId: name, VersionStage: version });
    return (await this.#client.send(command, { abortSignal: signal })).SecretString;
  }

  async region(): Promise<string> {
    return await this.#client.config.region();
  }
}
