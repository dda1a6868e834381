/**
 * One trace with its lists, matched.
 * @module
 */
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { compareEnd, type EndReport } from "../../core/run/match/compare.ts";
import { learnLists } from "../../core/run/match/learn.ts";
import { match, type Matched } from "../../core/run/match/match.ts";
import type { Snapshot } from "../../core/run/start/snapshot.ts";
import { FRAME_BITS } from "../../core/state/geometry.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { count, many } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { nameOf } from "../files.ts";
import { readTrace } from "../import/trace.ts";
import { readSnapshot } from "../start/dump.ts";
import type { Files } from "./folder.ts";

/** In place of a dump: the lists are learned from the trace. */
export const UNKNOWN = "unknown";

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
  const dumped = files.start === UNKNOWN ? null : await readSnapshot(files.start);
  const dump = files.end === undefined ? null : await readSnapshot(files.end);
  const trace = await readTrace(files.trace, 2 ** FRAME_BITS);
  const { log: { words, length }, tasks: { lanes } } = trace;
  const events = { words, events: length, lanes };
  if (dumped !== null) checkFits(files, dumped, trace);
  const start = dumped ?? learnLists(events, trace.frames, trace.cpus, profile);
  const matched = match(events, start, profile, hosts[0], dumped === null);
  const end = dump === null ? null : compareEnd(matched.machine.memory, dump, matched.tally.rules);
  const seconds = (performance.now() - begin) / 1000;
  return { ...matched, files, trace, events: length, end, seconds };
}

/** @throws InputError if a dump is not of the trace's guest */
function checkFits({ start }: Files, { zones, cpus }: Snapshot, trace: TraceImporter): void {
  const frames = Math.max(...zones.map((zone) => zone.start_pfn + zone.spanned));
  if (trace.frames <= frames && trace.cpus <= cpus) return;
  throw new InputError(
    `${nameOf(start)}: it describes ${count(frames)} page frames and ${many(cpus, "cpu")}, ` +
      `the trace names ${count(trace.frames)} and ${trace.cpus}`,
  );
}
