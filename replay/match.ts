/**
 * Words that an event must match: `kind=hint-applied page=0x1234`; of a key given twice either will do.
 * @module
 */
import type { LogHeader } from "../events/file/header.ts";
import { Kind, type KindName, kinds, textName } from "../events/kinds.ts";
import { actorOf, kindOf } from "../events/log.ts";
import { nearest } from "../events/nearest.ts";
import type { Match } from "./timeline.ts";
import { touches } from "./touches.ts";

/** Keys of a match. */
const KEYS = ["kind", "actor", "page"];
/** How words are written. */
export const MATCH_EXAMPLE = "kind=hint-applied page=0x1234";
const GUESS_MIN = 2; // one letter is near to everything
const NAMES_MAX = 20; // more names than that are no help in one line

/** Kinds with the names they have in text. */
export const kindRows = (Object.keys(kinds) as KindName[]).map((name) => ({
  name: textName(name),
  number: Kind[name],
  family: kinds[name].family,
}));

/** What an event must be; of an empty list anything will do. */
export interface Wanted {
  readonly kinds: readonly number[];
  readonly lanes: readonly number[];
  readonly pages: readonly number[];
}

/** Marks for the given numbers; all if none is given. */
function marks(numbers: readonly number[]): Uint8Array {
  const marked = new Uint8Array(256).fill(numbers.length === 0 ? 1 : 0);
  for (const number of numbers) marked[number] = 1;
  return marked;
}

/** The test that an event is what is wanted. */
export function matchFor({ kinds, lanes, pages }: Wanted, pageblockOrder: number): Match {
  const byKind = marks(kinds), byLane = marks(lanes);
  return (words, index) =>
    byKind[kindOf(words, index)] === 1 && byLane[actorOf(words, index)] === 1 &&
    (pages.length === 0 || pages.some((page) => touches(words, index, page, pageblockOrder)));
}

/**
 * What words name.
 * @throws SyntaxError for a key, kind, actor or page that there is not
 */
export function wantedBy(text: string, { geometry, actors }: LogHeader): Wanted {
  const wanted = { kinds: [] as number[], lanes: [] as number[], pages: [] as number[] };
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const [, key, value] = /^([^=]*)=?(.*)$/.exec(word)!;
    if (!KEYS.includes(key)) {
      const there = `there are: ${KEYS.join(", ")}; as in ${MATCH_EXAMPLE}`;
      throw new SyntaxError(`${word}: unknown key "${key}"${didYouMean(key, KEYS)} (${there})`);
    }
    if (value === "") throw new SyntaxError(`${key} needs a value: ${MATCH_EXAMPLE}`);
    if (key === "kind") wanted.kinds.push(numberNamed("kind", value, kindRows));
    else if (key === "actor") {
      const lanes = actors.map(({ name }, number) => ({ name, number }));
      wanted.lanes.push(numberNamed("actor", value, lanes));
    } else wanted.pages.push(pageOf(value, geometry.frames - 1));
  }
  return wanted;
}

function numberNamed(
  what: string,
  name: string,
  list: readonly { readonly name: string; readonly number: number }[],
): number {
  const found = list.find((row) => row.name === name);
  if (found !== undefined) return found.number;
  const names = list.map((row) => row.name);
  const known = names.length > NAMES_MAX ? "" : ` (there are: ${names.join(", ")})`;
  throw new SyntaxError(`unknown ${what} "${name}"${didYouMean(name, names)}${known}`);
}

function pageOf(text: string, max: number): number {
  const page = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (page <= max) return page;
  const why = Number.isNaN(page) ? "not a whole number (decimal or 0x)" : "out of range";
  throw new SyntaxError(`page ${text}: ${why}; must be 0 to ${max.toLocaleString("en-US")}`);
}

function didYouMean(name: string, known: readonly string[]): string {
  const guess = name.length < GUESS_MIN ? undefined : nearest(name, known);
  return guess ? `; did you mean ${guess}?` : "";
}
