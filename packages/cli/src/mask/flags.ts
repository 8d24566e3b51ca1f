/** The flags of masks, of all commands that mask. */

import { Option } from 'commander';

/** What the command line says about masks; a flag that was not given is absent. */
export interface MaskFlags {
  /** Path of the policy. */
  readonly mask?: string;
  readonly maskKeyFile?: string;
  /** Refused: see {@link maskOptions}. */
  readonly maskKey?: string;
}

/** The environment variable of the key. */
export const keyVariable = 'DUMPSTREAM_MASK_KEY';

/** The flags of {@link MaskFlags}. */
export function maskOptions(): Option[] {
  return [
    new Option('--mask <policy>', 'mask columns by the rules of this JSON file'),
    new Option(
      '--mask-key-file <path>',
      `file of the secret key that masked values follow from (or ${keyVariable})`,
    ),
    // Known, so that whoever tries it is told better, and what they gave is not shown.
    new Option('--mask-key <key>').hideHelp(),
  ];
}
