/** Follows what SET statements of a text do to the way in which it is read. */

import { evaluate, type Value } from './set-expression.ts';
import { SetTokens } from './set-tokens.ts';
import { modeFlags, sqlModeText } from './sql-modes.ts';
import type { ReadingModes } from './statement.ts';

/** Longer statements do not set how a text is read. */
const longestSet = 64 * 1024;
const scopes = new Set(['GLOBAL', 'PERSIST', 'PERSIST_ONLY', 'SESSION', 'LOCAL']);
const ofSession = new Set(['', 'SESSION', 'LOCAL']);

/** What an assignment is made to. */
interface Target {
  readonly kind: 'user' | 'system';
  readonly scope: string;
  readonly name: string;
}

/**
 * Knows `sql_mode` as far as it matters here, `character_set_client`, and user variables that were
 * set from them or from literals. An expression that can't be told leaves everything as it is: the
 * receiver of the statements may know better, from the server.
 */
export class SessionVariables {
  /** As the session began: what DEFAULT and the global variables are taken for. */
  readonly #initial: ReadingModes;
  /** By names in capital letters. */
  readonly #user = new Map<string, Value>();

  constructor(initial: ReadingModes) {
    this.#initial = initial;
  }

  /** The modes in force when a statement has run; the same object where they do not change. */
  modesBehind(statement: Buffer, modes: ReadingModes): ReadingModes {
    // S, s, or a comment.
    const first = statement[0] ?? 0;
    if ((first | 0x20) !== 0x73 && first !== 0x2f) return modes;
    if (statement.length > longestSet) return modes;
    const tokens = new SetTokens(statement, modes);
    if (!tokens.takeWord('SET')) return modes;
    return this.#assignAll(tokens, modes);
  }

  /** The server knows all values before it assigns the first one: they are those before the statement. */
  #assignAll(tokens: SetTokens, before: ReadingModes): ReadingModes {
    const assignments: { readonly target: Target; readonly value: Value | undefined }[] = [];
    const finish = (modes: ReadingModes): ReadingModes =>
      assignments.reduce((now, { target, value }) => this.#assign(target, value, now), modes);
    let modes = before;
    let scope = '';
    do {
      const characterSet = this.#characterSet(tokens);
      if (characterSet !== undefined) {
        modes = { ...modes, characterSet };
        continue;
      }
      const word = tokens.peekWord();
      if (scopes.has(word)) {
        scope = word;
        tokens.takeWord(word);
      }
      const target = readTarget(tokens, scope);
      if (target === undefined || !tokens.takeAssignment()) return finish(modes);
      assignments.push({ target, value: this.#value(tokens, target, before) });
      tokens.skipExpression();
    } while (tokens.takeSign(','));
    return finish(modes);
  }

  /** `NAMES x`, `CHARACTER SET x`, `CHARSET x`. */
  #characterSet(tokens: SetTokens): string | undefined {
    if (tokens.takeWord('CHARACTER')) {
      if (!tokens.takeWord('SET')) return;
    } else if (!tokens.takeWord('NAMES') && !tokens.takeWord('CHARSET')) return;
    tokens.takeSign('=');
    const isDefault = tokens.peekWord() === 'DEFAULT';
    const name = tokens.takeText();
    tokens.skipExpression();
    return isDefault ? this.#initial.characterSet : name?.toLowerCase();
  }

  #value(tokens: SetTokens, target: Target, modes: ReadingModes): Value | undefined {
    if (tokens.peekWord() === 'DEFAULT') return this.#system(target.name, this.#initial);
    return evaluate(tokens, {
      user: (name) => this.#user.get(name.toUpperCase()),
      system: (scope, name) =>
        this.#system(name, ofSession.has(scope.toUpperCase()) ? modes : this.#initial),
    });
  }

  #system(name: string, modes: ReadingModes): Value | undefined {
    if (name.toLowerCase() === 'sql_mode') return sqlModeText(modes);
    return name.toLowerCase() === 'character_set_client' ? modes.characterSet : undefined;
  }

  #assign({ kind, scope, name }: Target, value: Value | undefined, modes: ReadingModes) {
    if (kind === 'user') {
      if (value === undefined) this.#user.delete(name.toUpperCase());
      else this.#user.set(name.toUpperCase(), value);
      return modes;
    }
    if (value === undefined || !ofSession.has(scope.toUpperCase())) return modes;
    const variable = name.toLowerCase();
    if (variable === 'sql_mode') return { ...modes, ...modeFlags(value) };
    if (variable === 'character_set_client' && typeof value === 'string') {
      return { ...modes, characterSet: value.toLowerCase() };
    }
    return modes;
  }
}

function readTarget(tokens: SetTokens, scope: string): Target | undefined {
  if (tokens.takeSign('@')) {
    if (!tokens.takeSign('@')) {
      const name = tokens.takeName();
      return name === undefined ? undefined : { kind: 'user', scope, name };
    }
    return readSystem(tokens, '');
  }
  return readSystem(tokens, scope);
}

/** `sql_mode`, `session.sql_mode`, and as part of a name of its own `cache.key_buffer_size`. */
function readSystem(tokens: SetTokens, scope: string): Target | undefined {
  const first = tokens.takeName();
  if (first === undefined) return;
  if (!tokens.takeSign('.')) return { kind: 'system', scope, name: first };
  const second = tokens.takeName();
  return second === undefined ? undefined : { kind: 'system', scope: first, name: second };
}
