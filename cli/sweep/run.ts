/**
 * One run of a sweep, wherever it happens. What this module imports, near and far, decides the result:
 * the program's version (`version.ts`) is the hash of just that.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { type Rules, worldOf } from "../../core/run/simulate.ts";
import { roomOfWorld, type World } from "../../core/run/world.ts";
import { runOne, runUnwritten } from "../simulate/run.ts";
import { rowOf } from "./columns.ts";
import type { SweepResult, SweepRun } from "./engine.ts";
import { checkInputs, readInputs } from "./inputs.ts";

/** The world that was asked for last: the runs of all designs begin with it. */
let kept: { key: string; world: World } | undefined;
const room = roomOfWorld();

function worldFor({ world: key, scenario }: SweepRun, rules: Rules): World {
  if (kept?.key !== key) {
    kept = undefined; // both at once would be twice the memory
    kept = { key, world: worldOf(scenario, rules, room.cleared()) };
  }
  return kept.world;
}

function found<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const one = list.find((member) => member.name === name);
  if (one === undefined) throw new RangeError(`Cannot run ${name}: there is no such thing here`);
  return one;
}

/**
 * Does a run.
 * @throws RangeError if its numbers make no guest; InputError if its files are others, or a log cannot be
 * written; Error if its log, replayed, does not give the state of the run
 */
export async function doRun(run: SweepRun): Promise<SweepResult> {
  const { index, id, scenario, design, home, log } = run;
  const inputs = await readInputs(scenario, home);
  checkInputs(inputs, run.inputs);
  const { traces, start } = inputs;
  const rules: Rules = {
    profile: found(profiles, scenario.guest.profile),
    host: found(hosts, scenario.host.name),
    design: found(designs, design),
    traces,
    start,
  };
  const world = worldFor(run, rules);
  const { figures, events, digest, replayed } = log === ""
    ? runUnwritten(scenario, rules, world)
    : runOne(scenario, rules, world, log);
  if (!replayed) throw new Error("its log, replayed, does not give the state of the run");
  return { index, id, figures: rowOf(figures, events), digest, failure: "" };
}
