/**
 * One case searched at one grain: its verdict, and of a violation the shortest way to it as a log.
 * @module
 */
import { type CaseSpec, type GrainName, rulesOf, worldOf } from "../../core/run/search/cases.ts";
import { type ActionName, expectedActions } from "../../core/run/search/actions.ts";
import type { Move } from "../../core/run/search/moves.ts";
import { fineMoves, retrace, type Taken } from "../../core/run/search/retrace.ts";
import { search } from "../../core/run/search/search.ts";
import { BOUNDS, type SmallWorld } from "../../core/run/search/small_world.ts";
import { FORMAT, type LogHeader } from "../../events/file/header.ts";
import { writeLog } from "../write_log.ts";
import { contextOracles } from "./context_oracle.ts";

/** A case at a grain. */
export interface Job {
  readonly spec: CaseSpec;
  readonly grain: GrainName;
  readonly statesMax: number;
}

/** What a search found, as it goes from a worker to the front desk. */
export interface Explored extends Job {
  readonly verdict: "safe" | "violation" | "open";
  readonly oracle: string;
  readonly why: string;
  readonly states: number;
  readonly steps: number;
  readonly events: number;
  readonly depth: number;
  readonly seconds: number;
  readonly stateBytes: number;
  readonly actions: Readonly<Record<string, number>>;
  /** Actions that the case is there for and that nobody took. */
  readonly never: readonly ActionName[];
  readonly path: readonly Move[];
}

/** Searches a case to its end. */
export function explore(
  { spec, grain, statesMax }: Job,
  progress?: (states: number, left: number) => void,
  world = worldOf(spec, grain, contextOracles),
): Explored {
  const begin = performance.now();
  const found = search(world, { statesMax, progress });
  const seconds = (performance.now() - begin) / 1000;
  const never = found.verdict === "safe" ? neverTaken(spec, found.actions) : [];
  return { spec, grain, statesMax, seconds, never, ...found };
}

function neverTaken(spec: CaseSpec, actions: Readonly<Record<string, number>>): ActionName[] {
  const bounds = { ...BOUNDS, ...spec.bounds };
  const rules = rulesOf(spec);
  // Of a case made of names nobody has looked whether its world is large enough for the design to do anything.
  const more: ActionName[] = spec.expected === "unknown" && rules.design.worker !== undefined
    ? ["hint"]
    : [];
  return [...expectedActions({ ...rules, bounds }), ...more].filter((name) => actions[name] === 0);
}

/** Steps of the shortest way to the violation. */
export const lengthOf = ({ verdict, depth, path }: Explored): number =>
  verdict === "violation" && path.length > 0 ? depth : 0;

/** True if a case came out as its file says; of a case without a file, if nothing is wrong. */
export function isAsExpected(found: Explored): boolean {
  const { spec, grain, verdict, oracle, never } = found;
  if (spec.expected === "unknown") return verdict !== "violation";
  // Walks prove nothing, and their ways are not the shortest.
  if ("walks" in found) return (verdict === "violation") === (spec.expected === "violation");
  const length = spec.grains[grain]?.length;
  return verdict === spec.expected && (spec.oracle === "" || oracle === spec.oracle) &&
    (length === undefined || length === lengthOf(found)) && never.length === 0;
}

/** A counterexample, taken again with real numbers. */
export interface Counterexample {
  readonly world: SmallWorld;
  readonly steps: readonly Taken[];
}

/** Makes the world that a way begins in: untimed, or, for a log, with times. */
export type Fresh = (timed?: boolean) => SmallWorld;

/**
 * Takes the way to a violation again; null if there is none to take.
 * @param fresh by default the world of the case
 * @throws Error if nothing is wrong at its end: a fault of ours
 */
export function counterexampleOf(
  { spec, grain, path, oracle }: Explored,
  fresh: Fresh = (timed) => worldOf(spec, grain, contextOracles, timed),
): Counterexample | null {
  if (path.length === 0) return null;
  const fine = fineMoves(fresh(), path), world = fresh(true);
  const again = retrace(world, fine);
  // What is owed all the way round, or in all ways together, no one way shows.
  if (again.oracle !== oracle && !spec.cycles && oracle !== "context") {
    throw new Error(`the way to the violation of ${spec.name}, taken again, does not lead there`);
  }
  return { world, steps: again.steps };
}

/** Writes a counterexample as a log that every command opens. */
export function writeCounterexample(
  { spec }: Explored,
  { world, steps }: Counterexample,
  path: string,
): void {
  const { machine } = world.sim, { design } = rulesOf(spec);
  const header: LogHeader = {
    format: FORMAT,
    clock: "ns",
    geometry: machine.memory.geometry,
    actors: world.actors.map((actor, lane) => ({
      name: actor?.name ?? "world",
      cpu: machine.cpus[lane],
    })),
    // The steps by the events before each: who shows the log, tells it as a story.
    scenario: { name: spec.name, title: spec.story, steps: steps.map(({ from }) => from) },
    profile: machine.profile.name,
    host: spec.host,
    design: spec.design,
    seed: 0,
    tasks: [],
    declares: { context: design.context, returns: design.returns },
  };
  writeLog(path, header, machine.log);
}
