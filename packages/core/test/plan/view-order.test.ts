/** The order of views. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { View } from '../../src/catalog/model.ts';
import { orderViews } from '../../src/plan/view-order.ts';

function view(name: string, references: readonly string[], database = 'shop'): View {
  return {
    kind: 'view',
    database,
    name,
    columnNames: [],
    definition: Buffer.alloc(0),
    characterSet: 'utf8mb4',
    collation: 'utf8mb4_general_ci',
    references: references.map((reference) => ({ database, name: reference })),
  };
}

function names(views: readonly View[]): readonly string[] {
  return views.map(({ name }) => name);
}

describe('views', () => {
  test('come after those that they read from', () => {
    const order = orderViews([view('a', ['m', 'items']), view('m', ['z']), view('z', ['items'])]);
    expect(names(order.views)).toEqual(['z', 'm', 'a']);
    expect(order.placeholders).toEqual([]);
  });

  test('keep their order where nothing forbids it', () => {
    expect(names(orderViews([view('b', []), view('a', [])]).views)).toEqual(['b', 'a']);
  });

  test('of one name in two databases are told apart', () => {
    const here = view('v', [], 'a');
    const there: View = { ...view('v', [], 'b'), references: [{ database: 'a', name: 'v' }] };
    expect(orderViews([there, here]).views).toEqual([here, there]);
  });

  test('that seem to need each other get a placeholder', () => {
    const order = orderViews([view('a', ['b']), view('b', ['a'])]);
    expect(names(order.views)).toEqual(['b', 'a']);
    expect(names(order.placeholders)).toEqual(['a']);
  });

  test('that read from themselves by a misleading name need none', () => {
    expect(orderViews([view('a', ['a'])]).placeholders).toEqual([]);
  });

  test('in a chain of 20,000 come in order', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      view(`v${index}`, [`v${index + 1}`]),
    );
    expect(names(orderViews(chain).views)).toEqual(names(chain).toReversed());
  });

  test('are all there once, each after all it needs or with a placeholder for it', () => {
    const graph = fc.array(fc.array(fc.nat({ max: 9 }), { maxLength: 4 }), { maxLength: 10 });
    fc.assert(
      fc.property(graph, (edges) => {
        const views = edges.map((targets, index) =>
          view(
            `v${index}`,
            targets.map((to) => `v${to}`),
          ),
        );
        const order = orderViews(views);
        expect([...order.views].sort()).toHaveLength(views.length);
        const made = new Set(names(order.placeholders));
        for (const { name, references } of order.views) {
          for (const reference of references) {
            const known = views.some((candidate) => candidate.name === reference.name);
            if (known && reference.name !== name) expect(made).toContain(reference.name);
          }
          made.add(name);
        }
        expect(made.size).toBe(views.length);
      }),
    );
  });
});
