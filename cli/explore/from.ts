/**
 * A search that goes on from an event of a log, narrowed to a few pages; and a log that fails, shortened.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { type CaseSpec, worldOf } from "../../core/run/search/cases.ts";
import { play } from "../../core/run/search/play.ts";
import { project, type Projected, type SourceLanes } from "../../core/run/search/project.ts";
import type { SmallWorld } from "../../core/run/search/small_world.ts";
import { SLOTS } from "../../core/run/search/narrow.ts";
import { Kind } from "../../events/kinds.ts";
import { EventLog, kindOf, pfnOf, STRIDE, type Words } from "../../events/log.ts";
import { InputError, named, numberOf } from "../command.ts";
import { memoryOf, type OpenLog, openLog } from "../logs.ts";
import { contextOracles } from "./context_oracle.ts";
import { UNKNOWN } from "./named.ts";

const PAGES_MAX = 3;

/** A log as it is narrowed, and the case that goes on from there. */
export interface Onward {
  readonly spec: CaseSpec;
  readonly projected: Projected;
  /** The log's pages, by their number in the small world. */
  readonly pages: readonly number[];
  /** A world in the state that the log was in. */
  fresh(timed?: boolean): SmallWorld;
}

/** `out/v33.log@202604`: a log and an event of it. */
export function placeOf(text: string): { path: string; at: string } {
  const found = /^(.+)@([^@]+)$/.exec(text);
  if (found === null) {
    throw new InputError(`--from ${text}: give a log and an event: out/v33.log@1234`);
  }
  return { path: found[1], at: found[2] };
}

/** All events of a log in one piece. */
export function wordsOf(log: OpenLog): Words {
  const all = new EventLog(Math.max(1, log.events));
  for (let block = 0; block < log.blocks; block++) {
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    all.extend(log.wordsOf(block).subarray(0, (end - log.baseOf(block)) * STRIDE));
  }
  return all.words;
}

/** Kinds of events that are about a page whose fate may be of interest. */
const TELLING = new Set<number>([
  Kind.PageAllocated,
  Kind.PageWritten,
  Kind.HintRead,
  Kind.HintApplied,
  Kind.PagesSent,
  Kind.BlockReturned,
]);

/** The page that event `at` is about, or the last one before it that is about one. */
function pageAt(words: Words, at: number): number {
  for (let index = at - 1; index >= 0; index--) {
    if (TELLING.has(kindOf(words, index))) return pfnOf(words, index);
  }
  throw new InputError("no event up to there is about a page: give --at-pages");
}

/** Pages by number, `0x5a3c1,0x5a3c2`; by default the one that the event is about. */
function pagesOf(text: string | undefined, words: Words, at: number, frames: number): number[] {
  const pages = text === undefined
    ? [pageAt(words, at)]
    : text.split(",").map((word) => numberOf("--at-pages", word.trim(), 0, frames - 1));
  const different = [...new Set(pages)].sort((left, right) => left - right);
  if (different.length > PAGES_MAX) {
    throw new InputError(`--at-pages: at most ${PAGES_MAX} pages, not ${different.length}`);
  }
  return different;
}

function lanesOf({ header }: OpenLog): SourceLanes {
  const lane = (...names: string[]): number => {
    const at = header.actors.findIndex(({ name }) => names.includes(name));
    if (at < 0) throw new InputError(`the log has no ${names[0]}: nothing there migrates`);
    return at;
  };
  return { balloon: lane("balloon"), migration: lane("migration"), queue: lane("hint-queue") };
}

/**
 * Narrows a log at an event to a few pages.
 * @param from a log and an event, as `placeOf` reads them
 * @param pages numbers of pages, or undefined
 * @throws InputError if there is no such log or event, or it cannot be narrowed
 */
export async function onwardFrom(from: string, pages: string | undefined): Promise<Onward> {
  const { path, at } = placeOf(from);
  const log = await openLog(path, false);
  return narrowed(log, numberOf(`--from ${path}@`, at, 1, log.events), pages);
}

/**
 * The same of a log that is open.
 * @param rounds that may follow the one that the log was in
 */
export function narrowed(
  log: OpenLog,
  at: number,
  given: string | undefined,
  words = wordsOf(log),
  rounds = 1,
): Onward {
  const { header } = log;
  const host = named("host", header.host, hosts), design = named("design", header.design, designs);
  if (design.worker !== undefined || host.transfer !== "precopy") {
    throw new InputError(`${log.name}: a log of ${design.name} on ${host.name} cannot be narrowed`);
  }
  const pages = pagesOf(given, words, at, header.geometry.frames);
  const projected = project(
    memoryOf(log),
    words,
    log.events,
    at,
    lanesOf(log),
    pages,
  );
  const chunk = host.chunkOrder === undefined
    ? {}
    : { chunkOrder: isOneChunk(pages, host.chunkOrder) ? Math.ceil(Math.log2(pages.length)) : 0 };
  const spec: CaseSpec = {
    ...UNKNOWN,
    name: `${log.name.replace(/^.*\//, "").replace(/\..*$/, "")}-at-${projected.cut}`,
    story: `${log.name} from event ${projected.cut} on, pages ${pages.map(hex).join(", ")}`,
    profile: header.profile,
    host: host.name,
    design: design.name,
    switches: { host: chunk, design: {} },
    bounds: { pages: pages.length, queue: SLOTS, rounds: projected.rounds + rounds },
    grains: { events: {} },
  };
  return {
    spec,
    projected,
    pages,
    fresh: (timed = false) => {
      const world = worldOf(spec, "events", contextOracles, timed);
      play(world, projected);
      return world;
    },
  };
}

const hex = (pfn: number): string => `0x${pfn.toString(16)}`;
const isOneChunk = (pages: readonly number[], order: number): boolean =>
  pages.every((page) => page >> order === pages[0] >> order);
