/** What is wrong with a configuration, for the tests of what is refused. */

import { expect } from 'vitest';
import type { Environment } from '../src/configuration/known-names.ts';
import { readConfiguration } from '../src/configuration/read-configuration.ts';
import type { HandlerName } from '../src/settings/setting.ts';

/** The message of the one error that tells everything. */
export function problemOf(
  environment: Environment,
  event?: unknown,
  handler: HandlerName = 'dump',
): string {
  try {
    readConfiguration(environment, event, handler);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ConfigurationError' });
    return String(error);
  }
  return expect.fail('the configuration should have been refused');
}
