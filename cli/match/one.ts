/**
 * One trace with its lists, matched.
 * @module
 */
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { compareEnd, type EndReport } from "../../core/run/match/compare.ts";
import { match, type Matched } from "../../core/run/match/match.ts";
import { FRAME_BITS } from "../../core/state/geometry.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { count, many } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { nameOf } from "../files.ts";
import { readTrace } from "../import/trace.ts";
import { readSnapshot } from "../start/dump.ts";
import type { Files } from "./folder.ts";

/** A match that has run, and what it was of. */
export interface One extends Matched {
  readonly files: Files;
  readonly trace: TraceImporter;
  readonly events: number;
  readonly end: EndReport | null;
  /** From reading to the comparison of the end. */
  readonly seconds: number;
}

/**
 * Matches a trace.
 * @throws InputError if a file cannot be read, or the lists are not the trace's guest's
 */
export async function matchOne(files: Files, profile: Profile): Promise<One> {
  const begin = performance.now();
  const start = await readSnapshot(files.start);
  const dump = files.end === undefined ? null : await readSnapshot(files.end);
  const trace = await readTrace(files.trace, 2 ** FRAME_BITS);
  const { log: { words, length }, tasks: { lanes } } = trace;
  const frames = Math.max(...start.zones.map((zone) => zone.start_pfn + zone.spanned));
  if (trace.frames > frames || trace.cpus > start.cpus) {
    throw new InputError(
      `${nameOf(files.start)}: it describes ${count(frames)} page frames and ` +
        `${many(start.cpus, "cpu")}, the trace names ${count(trace.frames)} and ${trace.cpus}`,
    );
  }
  const matched = match({ words, events: length, lanes }, start, profile, hosts[0]);
  const end = dump === null ? null : compareEnd(matched.machine.memory, dump, matched.tally.rules);
  const seconds = (performance.now() - begin) / 1000;
  return { ...matched, files, trace, events: length, end, seconds };
}
