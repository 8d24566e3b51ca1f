/** Statements that run under an object's own session settings, and the settings put back after. */

import { quoteString } from '../../sql/identifier.ts';
import { sqlModeExpression } from '../../sql/sql-mode.ts';

/** Session variables by name; values are texts as the server shows them. */
export type SessionVariables = Readonly<Record<string, string>>;

/**
 * SET statements for before and after. The old values are kept in user variables of the restoring
 * session.
 */
export function switchSession(variables: SessionVariables): { before: string; after: string } {
  const entries = Object.entries(variables);
  const saved = entries.map(([name]) => `@SAVED_${name.toUpperCase()}=@@${name}`);
  const changed = entries.map(([name, value]) => `${name}=${expression(name, value)}`);
  const restored = entries.map(([name]) => `${name}=@SAVED_${name.toUpperCase()}`);
  return {
    before: `SET ${saved.join(', ')};\nSET ${changed.join(', ')};\n`,
    after: `SET ${restored.join(', ')};\n`,
  };
}

function expression(name: string, value: string): string {
  return name === 'sql_mode' ? sqlModeExpression(value) : quoteString(value);
}
