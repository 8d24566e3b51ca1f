/** Which environment variables the function knows. */

import { behaviourSettings } from '../../packages/lambda/src/settings/behaviour.ts';
import { settingEntries } from '../../packages/lambda/src/settings/settings.ts';

/** All variables of ours. */
export const knownVariables: readonly string[] = settingEntries.flatMap(([, { variable }]) =>
  variable === undefined ? [] : [variable],
);

/** What every key begins with where nothing else is said: what the policies are made for. */
export const defaultKeyPrefix = settingEntries.find(([name]) => name === 'keyPrefix')?.[1].default;

/** The names of ours that a text has, each once. */
export function variablesIn(text: string): string[] {
  return [...new Set(text.match(/\bDUMPSTREAM_[A-Z0-9_]+\b/g) ?? [])];
}

/** Where the function's metrics are, which the alarms look at. */
export const defaultMetricsNamespace: string = behaviourSettings.metricsNamespace.default;
