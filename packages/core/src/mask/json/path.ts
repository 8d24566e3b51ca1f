/** Paths into JSON documents: `$.customer.email`, `$.items[*].name`, `$..password`, `$['a b'][0]`. */

export interface JsonPath {
  readonly text: string;
  readonly steps: readonly JsonStep[];
}

interface JsonStep {
  /** Name of a member, number of an element, or undefined for any of both. */
  readonly child: string | number | undefined;
  /** At any depth below, after `..`. */
  readonly anywhere: boolean;
}

const step =
  /(\.\.?)(?:(\*)|([\p{L}_$][\p{L}\p{M}\p{N}_$-]*))|(\.\.)?\[(?:(\*)|(\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/uy;

/** @returns undefined where the text is no path */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: JsonStep[] = [];
  let at = 1;
  while (at < text.length) {
    step.lastIndex = at;
    const found = step.exec(text);
    if (found === null) return undefined;
    const [all, points, anyMember, name, deep, anyElement, index, single, double] = found;
    const quoted = (single ?? double)?.replace(/\\(.)/gsu, '$1');
    const any = anyMember !== undefined || anyElement !== undefined;
    steps.push({
      child: any ? undefined : index === undefined ? (name ?? quoted) : Number(index),
      anywhere: points === '..' || deep !== undefined,
    });
    at += all.length;
  }
  return { text, steps };
}

/** Which paths may still be met from here: pairs of a path and how many of its steps are done. */
export type JsonPlace = readonly (readonly [path: number, done: number])[];

/** Finds the path that says most about each value of a document. */
export class JsonPaths {
  readonly #paths: readonly JsonPath[];

  /** @param paths - those that say most come first, see {@link comparePaths} */
  constructor(paths: readonly JsonPath[]) {
    this.#paths = paths;
  }

  root(): JsonPlace {
    return this.#paths.map((_, index) => [index, 0] as const);
  }

  /** The place of a member or an element of a value. */
  child(place: JsonPlace, child: string | number): JsonPlace {
    const next: (readonly [number, number])[] = [];
    for (const [path, done] of place) {
      const wanted = this.#paths[path]?.steps[done];
      if (wanted === undefined) continue;
      if (wanted.anywhere) next.push([path, done]);
      if (wanted.child === undefined || wanted.child === child) next.push([path, done + 1]);
    }
    return next;
  }

  /** The number of the path that means this very value. */
  match(place: JsonPlace): number | undefined {
    let best: number | undefined;
    for (const [path, done] of place) {
      if (done !== this.#paths[path]?.steps.length) continue;
      if (best === undefined || path < best) best = path;
    }
    return best;
  }
}

/** For sorting: the one with the fewest stars and double points first, of those the longest. */
export function comparePaths(a: JsonPath, b: JsonPath): number {
  return (
    looseness(a) - looseness(b) || b.steps.length - a.steps.length || (a.text < b.text ? -1 : 1)
  );
}

function looseness({ steps }: JsonPath): number {
  return steps.filter(({ child, anywhere }) => child === undefined || anywhere).length;
}
