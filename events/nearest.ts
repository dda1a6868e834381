/**
 * The known word nearest to a misspelt one: for "did you mean".
 * @module
 */

/**
 * The word of `words` with the fewest edits from `word`, if that is at most two or a third of its
 * length; undefined if none is near.
 */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  let best: string | undefined;
  let bestEdits = limit + 1;
  for (const known of words) {
    const edits = editsBetween(word.toLowerCase(), known.toLowerCase(), bestEdits);
    if (edits < bestEdits) {
      best = known;
      bestEdits = edits;
    }
  }
  return best;
}

/** Insertions, deletions and replacements between two words; `limit` or more is not told apart. */
function editsBetween(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swap = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, swap);
    }
    row = next;
  }
  return row[to.length];
}
