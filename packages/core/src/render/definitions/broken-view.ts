/** A view that does not work, as a comment: its definition is kept, and changes nothing. */

import type { BrokenView } from '../../catalog/model.ts';
import { commentText, quoteIdentifier } from '../../sql/identifier.ts';

export function renderBrokenView({ name, definition, reason }: BrokenView): string {
  return `
--
-- Broken view ${commentText(quoteIdentifier(name))}, left out: ${commentText(reason)}
--
-- ${commentText(readable(definition))};
--
`;
}

/** UTF-8, or else every byte above ASCII as an escape. */
function readable(definition: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(definition);
  } catch {
    return definition
      .toString('latin1')
      .replace(/[\u0080-\u00ff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
  }
}
