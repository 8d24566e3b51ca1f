/** The rule `email`: an address that is nobody's, and another one for each address. */

import type { Choices } from '../choices.ts';
import { englishGivenNames } from '../data/english-names.ts';
import { fits, lengthProblem, notTextProblem } from '../representable.ts';
import type { MaskedColumn, RuleDefinition, RuleParameters } from '../rule.ts';
import { sameValue } from '../same-value.ts';

/** Of 5 bits each: 80 bits, so that among a billion addresses no two are alike in practice. */
const keyedLength = 16;

/** For short columns whose values may be alike. */
const fewestKeyed = 6;

/** Of the name that makes an address readable. */
const longestName = 8;

const shortNames = englishGivenNames
  .filter((name) => name.length <= longestName)
  .map((name) => name.toLowerCase());

/** Base 32 as in RFC 4648, in lower case: collations don't tell cases apart. */
const alphabet = [...'abcdefghijklmnopqrstuvwxyz234567'];

/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.1 */
const hostName =
  /^(?=.{1,189}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;

/** Names that RFC 2606 keeps for examples: mail to them reaches nobody. */
const defaultDomain = 'example.com';

export const emailRule: RuleDefinition = {
  name: 'email',
  description: 'An address at example.com; different addresses stay different.',
  parameters: {
    domain: {
      type: 'string',
      description: 'What stands behind the @. Mail to example.com reaches nobody.',
      default: defaultDomain,
    },
    keepDomain: {
      type: 'boolean',
      description: 'Keep what stands behind the @ of each address, where it fits the column.',
      default: false,
    },
  },
  problem(column, parameters) {
    const domain = domainOf(parameters);
    if (!hostName.test(domain)) return 'its domain is no name of a mail domain';
    return (
      notTextProblem(column) ??
      lengthProblem(
        column,
        (column.unique ? keyedLength : fewestKeyed) + 1 + domain.length,
        column.unique ? 'a masked address of a unique column' : 'a masked address',
      )
    );
  },
  injective: (column, parameters) => keyedRoom(column, domainOf(parameters)) >= keyedLength,
  compile(column, parameters, keyed) {
    const keyedDomain = keyed.domain('email');
    const same = sameValue(column);
    const usual = domainOf(parameters);
    const keep = parameters['keepDomain'] === true;
    return (value) => {
      const address = String(value);
      if (address === '') return '';
      const choices = keyedDomain.choices(same(address));
      const own = keep ? /@([^\s@]+)$/.exec(address.trimEnd())?.[1] : undefined;
      for (;;) {
        const local = localPart(choices, keyedRoom(column, usual));
        const kept = own === undefined ? undefined : `${local}@${own}`;
        const masked = kept !== undefined && fits(kept, column) ? kept : `${local}@${usual}`;
        if (masked !== address.toLowerCase()) return masked;
      }
    };
  },
};

function domainOf(parameters: RuleParameters): string {
  return String(parameters['domain'] ?? defaultDomain);
}

/** How many characters there are for the part before the `@`. */
function keyedRoom(column: MaskedColumn, domain: string): number {
  return (column.longest ?? Number.POSITIVE_INFINITY) - domain.length - 1;
}

/** The same in every column that has room for it, so that joins hold. */
function localPart(choices: Choices, room: number): string {
  const name = choices.pick(shortNames);
  const count = Math.min(keyedLength, room);
  let key = '';
  for (let index = 0; index < count; index++) key += choices.pick(alphabet);
  return room >= longestName + 1 + keyedLength ? `${name}.${key}` : key;
}
