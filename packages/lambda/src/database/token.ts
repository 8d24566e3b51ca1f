/** Signs tokens for IAM database authentication. */

import { Signer } from '@aws-sdk/rds-signer';
import { DumpError } from '@dumpstream/core';
import { printable } from '../printable.ts';
import type { Address } from './address.ts';

/** Of RDS, Aurora and RDS Proxy: the part before `.rds.` is the region. */
const rdsHost = /\.([a-z]{2,4}(?:-[a-z]+)+-\d+)\.rds\.amazonaws\.(?:com(?:\.cn)?|eu)$/i;

/** The region that a host of RDS is in; `undefined` for any other host. */
export function regionOfHost(host: string): string | undefined {
  return rdsHost.exec(host)?.[1]?.toLowerCase();
}

/**
 * A token is valid for 15 minutes, for logging in: a connection that it opened stays open.
 *
 * @param address - as it is connected to, since the token is for this host and port alone
 * @throws DumpError `AUTHENTICATION_FAILED`
 */
export async function signToken({ host, port = 3306 }: Address, user: string): Promise<string> {
  const region = regionOfHost(host);
  try {
    const signer = new Signer({
      hostname: host,
      port,
      username: user,
      // Else the SDK takes AWS_REGION, in which Lambda tells the function's own.
      ...(region !== undefined && { region }),
    });
    return await signer.getAuthToken();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new DumpError(
      'AUTHENTICATION_FAILED',
      `No token could be signed for the login (${name}: ${printable(message)}).`,
    );
  }
}
