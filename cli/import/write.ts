/**
 * Writes what was read of a trace as a log: its events are applied on the way, for the digests and to
 * count what the trace could not know.
 * @module
 */
import { digestText, digestViews } from "../../core/state/digest.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { FORMAT, type LogHeader } from "../../events/file/header.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { walk } from "../../replay/replay.ts";
import { UnknownPages } from "../../replay/unknown_pages.ts";
import { codec, hash64 } from "../codec.ts";
import { makeDirectory, OutputFile } from "../files.ts";
import { Progress } from "../progress.ts";
import { SpillFile } from "./spill.ts";

const ORDERS = 11, PAGEBLOCK_ORDER = 9, TYPES = 8;
const TASKS_MAX = 10_000; // names in the header

/** What came of the writing. */
export interface Written {
  readonly path: string;
  readonly header: LogHeader;
  readonly digest: string;
  /** From the first event to the last, in units of the clock. */
  readonly span: number;
  readonly unknown: UnknownPages;
}

/** A trace names no zones: all frames are one zone, rounded up to a pageblock. */
function geometryOf(trace: TraceImporter, frames: number): Geometry {
  const pageblock = 1 << PAGEBLOCK_ORDER;
  const whole = Math.max(1, Math.ceil(Math.max(frames, trace.frames) / pageblock)) * pageblock;
  return {
    frames: whole,
    zones: [{ name: "memory", start: 0, frames: whole }],
    orders: ORDERS,
    pageblockOrder: PAGEBLOCK_ORDER,
    types: TYPES,
    cpus: Math.max(1, trace.cpus),
    percpuLists: 0,
    lanes: trace.tasks.lanes.length,
    owners: 0,
    locks: 0,
    queue: 0,
    array: 0,
    timed: true,
  };
}

/** The header of a trace's log; a matched one has the geometry of its lists. */
export function headerOf(trace: TraceImporter, frames: number): LogHeader {
  return {
    format: FORMAT,
    clock: trace.clock.pointed === false ? "counter" : "ns",
    geometry: geometryOf(trace, frames),
    actors: trace.tasks.lanes,
    scenario: null,
    profile: "",
    host: "",
    design: "",
    seed: 0,
    tasks: trace.tasks.all.slice(0, TASKS_MAX).map((name) => name.replace(/\s+(?=\S+$)/, "-")),
    imported: { form: trace.report.form, begin: trace.clock.first },
  };
}

/**
 * Writes the log.
 * @param frames page frames of the guest, if they are known; 0 if not
 * @param spill has the events that the trace's log holds no more
 * @throws InputError if it cannot be written; nothing bears its name then
 */
export function writeImported(
  trace: TraceImporter,
  path: string,
  frames: number,
  spill: SpillFile = new SpillFile(path),
): Written {
  const header = headerOf(trace, frames);
  const folder = path.replace(/[^/]*$/, "");
  if (folder !== "") makeDirectory(folder);
  const memory = new Memory(header.geometry), unknown = new UnknownPages(memory);
  using file = new OutputFile(path);
  using progress = new Progress("writing", trace.log.events);
  const writer = new LogWriter(
    header,
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
  );
  let base = 0;
  for (const { words, events } of spill.blocks(trace.log, BLOCK_EVENTS)) {
    walk(memory, words, 0, events, base, [unknown]);
    writer.write(words, 0, events);
    progress.add(events);
    base += events;
  }
  writer.close();
  file.commit();
  const digest = digestText(digestViews(memory, hash64));
  return { path, header, digest, span: memory.now[0], unknown };
}
