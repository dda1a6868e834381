/**
 * `replay --find`: words that an event must match, and the event that does.
 * @module
 */
import { findIn, type Match } from "../../replay/timeline.ts";
import { MATCH_EXAMPLE, matchFor, wantedBy } from "../../replay/match.ts";
import { InputError } from "../errors.ts";
import type { OpenLog } from "../logs.ts";
import { Progress } from "../progress.ts";

/**
 * What an event must be: `kind=hint-applied page=0x1234`; of a key that is given twice either will do.
 * @throws InputError for a key, kind, actor or page that there is not
 */
export function matchOf(text: string, { header }: OpenLog): Match {
  if (text.trim() === "") throw new InputError(`--find names nothing: --find '${MATCH_EXAMPLE}'`);
  try {
    return matchFor(wantedBy(text, header), header.geometry.pageblockOrder);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InputError(`--find ${error.message}`);
    throw error;
  }
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
