/**
 * `replay --find`: words that an event must match, and the event that does.
 * @module
 */
import { findIn, type Match } from "../../replay/timeline.ts";
import { didYouMean, type Given, InputError } from "../command.ts";
import { filterOf } from "../log/filter.ts";
import type { OpenLog } from "../logs.ts";
import { Progress } from "../progress.ts";

/** Keys of a search: the filters of `log` that make sense for one event. */
const KEYS = ["kind", "actor", "page"];
const EXAMPLE = `--find 'kind=hint-applied page=0x1234'`;

/**
 * What an event must be: `kind=hint-applied page=0x1234`; of a key that is given twice either will do.
 * @throws InputError for a key, kind, actor or page that there is not
 */
export function matchOf(text: string, log: OpenLog): Match {
  const words = text.split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) throw new InputError(`--find names nothing: ${EXAMPLE}`);
  const pairs = words.map((word) => {
    const [, key, value] = /^([^=]*)=?(.*)$/.exec(word)!;
    if (!KEYS.includes(key)) {
      throw new InputError(
        `--find ${word}: unknown key "${key}"${didYouMean(key, KEYS)} ` +
          `(there are: ${KEYS.join(", ")}; ${EXAMPLE})`,
      );
    }
    if (value === "") throw new InputError(`--find ${key} needs a value: ${EXAMPLE}`);
    return { key, value };
  });
  const all = (name: string): string[] =>
    pairs.filter(({ key }) => key === name).map(({ value }) => value);
  const asked: Pick<Given, "text" | "all"> = { all, text: (name) => all(name)[0] };
  const { keeps } = filterOf(asked, log, (name) => `--find ${name}`);
  return keeps;
}

/**
 * The number of the next event behind `from` that matches, or of the last before it; null if there is
 * none. A long search tells how far it is.
 */
export function findEvent(log: OpenLog, match: Match, from: number, back: boolean): number | null {
  using progress = new Progress("searching", back ? from : log.events - from);
  let last = from;
  return findIn(log, match, from, back, (at) => {
    progress.add(Math.abs(at - last));
    last = at;
  });
}
