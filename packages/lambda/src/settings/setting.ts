/** What a setting is: its names, its kind, its default and its meaning. */

/** What every environment variable of ours begins with. */
export const variablePrefix = 'DUMPSTREAM_';

/** How a value is written. Environment variables hold text, event fields JSON. */
export type SettingKind =
  | 'text'
  /** `true` or `false` */
  | 'boolean'
  /** a whole number */
  | 'integer'
  /** names with commas between them; in an event also a JSON array */
  | 'list';

/** What a function does, by the handler that it is deployed with. */
export type HandlerName = 'dump' | 'restore';

/** One setting. */
export interface Setting {
  readonly kind: SettingKind;
  /** The handler that it counts for; for the other one it is a mistake. */
  readonly handler: HandlerName | 'both';
  /** Its environment variable, where it has one. */
  readonly variable?: `${typeof variablePrefix}${string}`;
  /** Its name in an event, where that is not its own. */
  readonly field?: string;
  /** What follows the common prefix in the name of its SSM parameter, where it can have one. */
  readonly parameter?: string;
  /** Whether `{target}` in it stands for the target that the event chose. */
  readonly holdsTarget?: true;
  /**
   * What an event may do with it. An event can be written by whoever may invoke the function, who
   * must not thereby read or overwrite more than the function's owner has laid open:
   *
   * - `never`: neither the server, the account or the bucket, nor the masks, nor `where`, which is SQL that runs
   *   with the account's rights and could read any other table; nor whether a restore may replace
   *   what is there.
   * - `narrows`: only less of the database than configured is dumped or restored, or more is checked.
   * - `chooses`: whatever is allowed for the variable is allowed for the event.
   */
  readonly event: 'never' | 'narrows' | 'chooses';
  /** The values that are allowed, where they can be listed. */
  readonly choices?: readonly string[];
  /** For integers. */
  readonly range?: readonly [number, number];
  /** As written in an environment variable. */
  readonly default?: string;
  /** What the README says where there is no default. */
  readonly otherwise?: string;
  readonly meaning: string;
}

/** A setting that is `true` or `false`, and the default of core. */
export function flag<Variable extends NonNullable<Setting['variable']>>(
  variable: Variable,
  meaning: string,
  otherwise = 'true',
) {
  return {
    kind: 'boolean',
    handler: 'dump',
    variable,
    event: 'never',
    otherwise,
    meaning,
  } as const;
}
