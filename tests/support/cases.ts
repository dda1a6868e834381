/**
 * The bundled cases of the search, and one searched and held against what its file expects.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { allCases } from "../../cli/explore/case_file.ts";
import { counterexampleOf, explore, type Explored, lengthOf } from "../../cli/explore/run.ts";
import { applyAll } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";
import { type CaseSpec, type GrainName, GRAINS } from "../../core/run/search/cases.ts";

const STATES_MAX = 20_000_000;

/** Every bundled case at every grain that its file names. */
export const jobs: readonly { spec: CaseSpec; grain: GrainName }[] = allCases().flatMap((spec) =>
  GRAINS.filter((grain) => spec.grains[grain] !== undefined).map((grain) => ({ spec, grain }))
);

/** A counterexample is a log: taken again with real numbers and replayed, it is the same state. */
function assertRetraces(found: Explored): void {
  const way = counterexampleOf(found);
  if (way === null) return;
  const { memory, log } = way.world.sim.machine;
  const replayed = new Memory(memory.geometry);
  applyAll(replayed, log.words, 0, log.length);
  assertEquals(replayed.bytes, memory.bytes);
}

/** Searches a case: verdict, oracle and length are the file's, and what should have acted, acted. */
export function assertCase({ spec, grain }: { spec: CaseSpec; grain: GrainName }): Explored {
  const found = explore({ spec, grain, statesMax: STATES_MAX });
  const again = `deno task explore ${spec.name} --grain ${grain}`;
  assertEquals(found.verdict, spec.expected, again);
  if (spec.oracle !== "") assertEquals(found.oracle, spec.oracle, again);
  const length = spec.grains[grain]!.length;
  if (length !== undefined) assertEquals(lengthOf(found), length, again);
  assert(found.never.length === 0, `${again}: nobody ever did: ${found.never.join(", ")}`);
  assertRetraces(found);
  return found;
}
