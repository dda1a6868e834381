/**
 * Which events `log` prints: by kind, actor, page and range.
 * @module
 */
import { EVENTS_MAX, type Words } from "../../events/log.ts";
import { kindRows, matchFor } from "../../replay/match.ts";
import { type Given, InputError, named, numberOf } from "../command.ts";
import type { Source } from "./source.ts";

export { kindRows } from "../../replay/match.ts";

export interface Filter {
  /** True if it keeps everything. */
  readonly all: boolean;
  /** The first event that may be kept. */
  readonly from: number;
  /** The last event that may be kept. */
  readonly to: number;
  keeps(words: Words, index: number, number: number): boolean;
}

/**
 * The filter that the options ask for.
 * @throws InputError for an unknown kind or actor, or a number out of range
 */
export function filterOf(
  given: Pick<Given, "text" | "all">,
  { header, events }: Pick<Source, "header" | "events">,
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
    numberOf("--page", text, 0, header.geometry.frames - 1)
  );
  const wanted = { kinds: kindNumbers, lanes, pages };
  const matches = matchFor(wanted, header.geometry.pageblockOrder);
  return {
    all: ["kind", "actor", "page", "from", "to"].every((name) => given.all(name).length === 0),
    from,
    to,
    keeps: (words, index, number) =>
      number >= from && number <= to && matches(words, index, number),
  };
}
