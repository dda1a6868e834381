/**
 * Which events `log` prints: by kind, actor, page and range.
 * @module
 */
import { Kind, type KindName, kinds, textName } from "../../events/kinds.ts";
import { actorOf, EVENTS_MAX, kindOf, type Words } from "../../events/log.ts";
import { touches } from "../../replay/touches.ts";
import { type Given, InputError, named, numberOf } from "../command.ts";
import type { Source } from "./source.ts";

export interface Filter {
  /** True if it keeps everything. */
  readonly all: boolean;
  /** The first event that may be kept. */
  readonly from: number;
  /** The last event that may be kept. */
  readonly to: number;
  keeps(words: Words, index: number, number: number): boolean;
}

/** Kinds with the names they have in text. */
export const kindRows = (Object.keys(kinds) as KindName[]).map((name) => ({
  name: textName(name),
  number: Kind[name],
  family: kinds[name].family,
}));

/** Marks for the given numbers; all if none is given. */
function marks(numbers: readonly number[]): Uint8Array {
  const marked = new Uint8Array(256).fill(numbers.length === 0 ? 1 : 0);
  for (const number of numbers) marked[number] = 1;
  return marked;
}

/**
 * The filter that the options ask for.
 * @param label what an option is called in an error, with what stands before its value
 * @throws InputError for an unknown kind or actor, or a number out of range
 */
export function filterOf(
  given: Pick<Given, "text" | "all">,
  { header, events }: Pick<Source, "header" | "events">,
  label: (name: string) => string = (name) => `--${name}`,
): Filter {
  const most = events ?? EVENTS_MAX;
  const bound = (name: string, otherwise: number): number => {
    const text = given.text(name);
    return text === undefined ? otherwise : numberOf(`--${name}`, text, 0, most);
  };
  const from = bound("from", 0), to = bound("to", most);
  if (from > to) throw new InputError(`--from ${from} lies behind --to ${to}`);
  const actors = header.actors.map(({ name }, number) => ({ name, number }));
  const kindNumbers = given.all("kind").map((name) => named("kind", name, kindRows).number);
  const lanes = given.all("actor").map((name) => named("actor", name, actors).number);
  const pages = given.all("page").map((text) =>
    numberOf(label("page"), text, 0, header.geometry.frames - 1)
  );
  const byKind = marks(kindNumbers), byLane = marks(lanes);
  const { pageblockOrder } = header.geometry;
  return {
    all: ["kind", "actor", "page", "from", "to"].every((name) => given.all(name).length === 0),
    from,
    to,
    keeps: (words, index, number) =>
      number >= from && number <= to &&
      byKind[kindOf(words, index)] === 1 && byLane[actorOf(words, index)] === 1 &&
      (pages.length === 0 ||
        pages.some((page) => touches(words, index, page, pageblockOrder))),
  };
}
