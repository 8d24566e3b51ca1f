/** The order in which views can be made: each after those that it reads from. */

import type { View } from '../catalog/model.ts';

export interface ViewOrder {
  readonly views: readonly View[];
  /**
   * Views that another one needs before they can be made. Only names that mislead make such a
   * circle (a column that is called like a view); a placeholder opens it.
   */
  readonly placeholders: readonly View[];
}

/**
 * Placeholders for all views, as mysqldump makes them, would do but for WITH CHECK OPTION, which
 * the server refuses on top of a placeholder: that can't be updated.
 */
export function orderViews(views: readonly View[]): ViewOrder {
  const byName = new Map(views.map((view) => [keyOf(view), view]));
  const state = new Map<View, 'begun' | 'done'>();
  const ordered: View[] = [];
  const placeholders = new Set<View>();
  // Each entry is a view that is begun, and those it needs that have not been looked at yet. A loop
  // and not a recursion: chains of views may be long.
  for (const first of views) {
    if (state.has(first)) continue;
    const path = [begin(first)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.needs.pop();
      if (next === undefined) {
        state.set(top.view, 'done');
        ordered.push(top.view);
        path.pop();
      } else if (state.get(next) === 'begun') {
        placeholders.add(next);
      } else if (state.get(next) === undefined) {
        path.push(begin(next));
      }
    }
  }
  return { views: ordered, placeholders: views.filter((view) => placeholders.has(view)) };

  function begin(view: View): { readonly view: View; readonly needs: View[] } {
    state.set(view, 'begun');
    const needs = view.references
      .map((reference) => byName.get(keyOf(reference)))
      .filter((needed) => needed !== undefined && needed !== view);
    return { view, needs: needs.reverse() as View[] };
  }
}

function keyOf({ database, name }: Pick<View, 'database' | 'name'>): string {
  return JSON.stringify([database, name]);
}
