/** What a dump has prepared is what was looked at: no text that is put together, or read from a table. */

import type { Statement } from '../../split/statement.ts';
import { preparedSource, userVariables } from '../../understand/prepared-source.ts';
import { type PreparedText, preparedTexts } from '../../understand/prepared-text.ts';
import { targetsOf } from '../../understand/targets.ts';
import { understand } from '../../understand/understand.ts';
import type { Understood } from '../../understand/understood.ts';
import type { SessionModes } from '../session/session-modes.ts';
import type { RestoreSessions } from '../session/sessions.ts';
import type { Target } from './target.ts';

export class PreparedStatements {
  readonly #modes: SessionModes;
  readonly #sessions: RestoreSessions;
  readonly #target: Target;
  /** User variables whose values are known to be one of these texts. */
  readonly #known = new Map<string, readonly PreparedText[]>();

  constructor(modes: SessionModes, sessions: RestoreSessions, target: Target) {
    this.#modes = modes;
    this.#sessions = sessions;
    this.#target = target;
  }

  /**
   * To be called with each statement before it is run.
   *
   * @returns why it is not to be run
   */
  refusal({ bytes }: Pick<Statement, 'bytes'>, { kind }: Understood): string | undefined {
    if (kind === 'setSession') return this.#set(bytes);
    if (kind === 'prepared') return this.#prepare(bytes);
    // Whatever else runs may give a variable another value: SELECT … INTO @a, rows, a function.
    this.#known.clear();
    return undefined;
  }

  /** What writes elsewhere is refused where it stands, though it might never be prepared. */
  #set(bytes: Buffer): string | undefined {
    const { literals, others } = userVariables(bytes, this.#modes.current, this.#sessions.server);
    const texts = preparedTexts(bytes, this.#modes.current, this.#sessions.server);
    if (others) this.#known.clear();
    if (literals !== undefined) this.#known.set(literals, texts);
    return this.#firstReason(texts, (inner) => this.#elsewhere(inner));
  }

  #prepare(bytes: Buffer): string | undefined {
    const source = preparedSource(bytes, this.#modes.current, this.#sessions.server);
    if (source === undefined) return undefined;
    const texts =
      source.kind === 'literals'
        ? preparedTexts(bytes, this.#modes.current, this.#sessions.server)
        : source.kind === 'variable'
          ? this.#known.get(source.variable)
          : undefined;
    if (texts === undefined) return 'it prepares a text that is put together while it runs';
    return this.#firstReason(texts, (inner) => this.#elsewhere(inner) ?? whatIsNotPrepared(inner));
  }

  #firstReason(
    texts: readonly PreparedText[],
    reasonOf: (inner: Understood) => string | undefined,
  ): string | undefined {
    for (const text of texts) {
      const inner = understand(
        { bytes: text.bytes, headBytes: 0, rows: 0 },
        text.modes,
        this.#sessions.server,
      );
      const reason = reasonOf(inner);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #elsewhere(inner: Understood): string | undefined {
    if (inner.kind === 'use' || (inner.object === 'database' && inner.name !== undefined)) {
      return 'it prepares a statement about a database';
    }
    if (targetsOf(inner).every((database) => database === undefined)) return undefined;
    const route = this.#target.route(inner);
    return route.action === 'refuse' ? route.reason : undefined;
  }
}

/** Dumps prepare definitions and settings of the session. */
function whatIsNotPrepared({ kind }: Understood): string | undefined {
  switch (kind) {
    case 'nothing':
    case 'setSession':
    case 'create':
    case 'alter':
    case 'drop':
    case 'maintenance':
      return undefined;
    case 'accounts':
    case 'replication':
    case 'setGlobal':
      return 'it prepares a statement about the whole server';
    default:
      return 'it prepares a statement that is none of those that dumps prepare';
  }
}
