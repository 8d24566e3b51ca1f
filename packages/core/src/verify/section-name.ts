/** What a section of a dump is called in messages. */

import type { ManifestSection } from '../manifest/manifest.ts';
import { quoteIdentifier } from '../sql/identifier.ts';

const fixedNames: Partial<Record<ManifestSection['kind'], string>> = {
  header: 'the header',
  footer: 'the footer',
  accounts: 'the accounts',
};

const titles: Partial<Record<ManifestSection['kind'], string>> = {
  tableStructure: 'the structure of table',
  tableRows: 'the rows of table',
  viewPlaceholder: 'the placeholder of view',
  brokenView: 'view',
  createDatabase: 'database',
  useDatabase: 'the use of database',
  readOnly: 'the last attributes of database',
};

/** For example "the rows of table `shop`.`orders`". */
export function sectionName(section: Pick<ManifestSection, 'kind' | 'database' | 'name'>): string {
  const { kind, database, name } = section;
  const quoted = [database, name].flatMap((part) =>
    part === undefined ? [] : [quoteIdentifier(part)],
  );
  return fixedNames[kind] ?? `${titles[kind] ?? kind} ${quoted.join('.')}`;
}
