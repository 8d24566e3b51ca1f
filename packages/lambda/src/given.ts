/** Leaves out the options that are not given. */

type Given<Options> = { [Name in keyof Options]?: Exclude<Options[Name], undefined> };

/** Without the options that are undefined, which exact optional properties do not allow. */
export function given<Options extends object>(options: Options): Given<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Given<Options>;
}
