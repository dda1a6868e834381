/**
 * What an axis may be a share of: keys of the scenario and numbers, joined by + and -.
 * @module
 */

/** One part of it: a key or a number, added or taken away. */
interface Term {
  readonly sign: 1 | -1;
  readonly key: string | null;
  readonly number: number;
}

const PART = /^\s*([+-]?)\s*([A-Za-z][\w.]*|\d+(?:\.\d+)?)/;

/**
 * Reads it.
 * @returns null if it is no such thing
 */
export function readShare(text: string): readonly Term[] | null {
  const terms: Term[] = [];
  let rest = text;
  while (rest.trim() !== "") {
    const found = PART.exec(rest);
    if (found === null || (found[1] === "") !== (terms.length === 0)) return null;
    const [whole, sign, word] = found, isNumber = /^\d/.test(word);
    terms.push({
      sign: sign === "-" ? -1 : 1,
      key: isNumber ? null : word,
      number: isNumber ? Number(word) : 0,
    });
    rest = rest.slice(whole.length);
  }
  return terms.length === 0 ? null : terms;
}

/** The keys in it. */
export const keysOfShare = (terms: readonly Term[]): string[] =>
  terms.flatMap(({ key }) => key ?? []);

/** What it comes to. */
export function sumOf(terms: readonly Term[], valueOf: (key: string) => number): number {
  return terms.reduce(
    (sum, { sign, key, number }) => sum + sign * (key === null ? number : valueOf(key)),
    0,
  );
}
