/**
 * A log that fails, shortened: the least that still fails.
 *
 * A log of a small world is shortened step by step. Any other log in which a page is lost is narrowed to that page as it
 * was when the log began, and the shortest way to lose it is searched for with the same host and design.
 * @module
 */
import { accept } from "../../core/run/search/accept.ts";
import { type CaseSpec, worldOf } from "../../core/run/search/cases.ts";
import { minimize } from "../../core/run/search/minimize.ts";
import type { Move } from "../../core/run/search/moves.ts";
import { retrace } from "../../core/run/search/retrace.ts";
import { search } from "../../core/run/search/search.ts";
import { applyAll } from "../../core/state/apply.ts";
import { lostPages } from "../../core/state/oracles/lost.ts";
import { Status } from "../../core/state/views.ts";
import { Kind } from "../../events/kinds.ts";
import { kindOf, type Words } from "../../events/log.ts";
import { InputError } from "../errors.ts";
import { memoryOf, type OpenLog, openLog } from "../logs.ts";
import { loadCase } from "./case_file.ts";
import { contextOracles } from "./context_oracle.ts";
import { narrowed, wordsOf } from "./from.ts";
import type { Explored, Fresh } from "./run.ts";

/** What is left of a log, and how to take it again. */
export interface Shortened {
  readonly found: Explored;
  /** How it was done, in a few words. */
  readonly how: string;
  readonly fresh: Fresh;
}

/** What is left, told as if a search had found it. */
function left(spec: CaseSpec, oracle: string, why: string, path: readonly Move[]): Explored {
  return {
    spec: { ...spec, expected: "unknown" },
    grain: "events",
    statesMax: 0,
    verdict: "violation",
    oracle,
    why,
    states: 0,
    steps: 0,
    events: 0,
    depth: path.length,
    seconds: 0,
    stateBytes: 0,
    actions: {},
    never: [],
    path,
  };
}

const ROUNDS_MAX = 4;

/** The case that a log says it was made of; null if there is none of that name. */
function caseOf({ header }: OpenLog): CaseSpec | null {
  const name = (header.scenario as { name?: unknown } | null)?.name;
  if (typeof name !== "string") return null;
  try {
    return loadCase(name);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

/**
 * Shortens a log.
 * @throws InputError if nothing is wrong in it that an oracle could name
 */
export async function shorten(path: string): Promise<Shortened> {
  const log = await openLog(path, false), words = wordsOf(log);
  return byStep(log, words) ?? byPage(log, words);
}

/** A log of a small world, without the steps that it can do without. */
function byStep(log: OpenLog, words: Words): Shortened | null {
  const spec = caseOf(log);
  if (spec === null) return null;
  const fresh = (timed = false) => worldOf(spec, "events", contextOracles, timed);
  const found = accept(fresh(true), words, log.events);
  if (!("moves" in found)) return null;
  const { oracle, why } = retrace(fresh(), found.moves.map((move) => [move]));
  if (oracle === "") throw new InputError(`${log.name}: no oracle finds anything wrong in it`);
  const shorter = minimize(fresh, found.moves, oracle);
  const how = `${found.moves.length} steps, of which ${shorter.length} are needed`;
  return { found: left(spec, oracle, why, shorter), how, fresh };
}

/** The shortest way to lose the page that a log loses. */
function byPage(log: OpenLog, words: Words): Shortened {
  const memory = memoryOf(log);
  let ready = 0, over = 0;
  for (let index = 0; index < log.events && over === 0; index++) {
    if (kindOf(words, index) === Kind.WorldReady) ready = index + 1;
    if (kindOf(words, index) === Kind.SwitchedOver) over = index + 1;
  }
  applyAll(memory, words, 0, over);
  const lost: number[] = [];
  if (over > 0) lostPages(memory, (pfn) => lost.push(pfn));
  if (lost.length === 0) throw new InputError(`${log.name}: no page is lost in it at switch-over`);
  const rounds = Math.min(ROUNDS_MAX, Math.max(1, memory.status[Status.Round] - 1));
  const { spec, fresh } = narrowed(log, ready, String(lost[0]), words, rounds);
  const found = search(fresh());
  if (found.verdict !== "violation") {
    throw new InputError(`${log.name}: a world of its page ${lost[0]} alone loses nothing`);
  }
  const how = `page 0x${lost[0].toString(16)} alone, the shortest way to lose it`;
  return { found: left(spec, found.oracle, found.why, found.path), how, fresh };
}
