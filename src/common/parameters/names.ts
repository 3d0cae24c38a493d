import { DECLARATIONS, PARAMETER_NAMES, type ParameterName } from './parameters';

const byAlias = new Map<string, ParameterName>(
  PARAMETER_NAMES.flatMap((name) =>
    (DECLARATIONS[name].aliases ?? []).map((alias) => [alias, name] as const),
  ),
);

export function isParameterName(name: string): name is ParameterName {
  return Object.hasOwn(DECLARATIONS, name);
}

/** The parameter of this name or alias. */
export function parameterNamed(name: string): ParameterName | undefined {
  return isParameterName(name) ? name : byAlias.get(name);
}

/** The known name (or alias) most similar to a misspelt one; undefined if none is similar. */
export function nearestName(misspelt: string): string | undefined {
  return nearest(misspelt, [...PARAMETER_NAMES, ...byAlias.keys()]);
}

/**
 * The candidate with the fewest edits (insert, delete, replace, swap of neighbours) from `word`, at most one edit for
 * every three letters. Case and the difference between "-" and "_" are ignored.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const given = normal(word);
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(given, normal(candidate), fewest);
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

function normal(word: string): string {
  return word.slice(0, 64).toLowerCase().replaceAll('-', '_');
}

/** Optimal string alignment distance, row by row; any number from `limit` on where it is not below that. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, previous[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    // A swap reaches back two rows, and nothing further.
    if (Math.min(...row) >= limit && Math.min(...previous) >= limit) return limit;
    before = previous;
    previous = row;
  }
  return previous[b.length];
}
