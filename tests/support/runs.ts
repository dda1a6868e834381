/**
 * Runs for tests: a bundled scenario with one design, made once and kept.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { Design } from "../../core/run/designs/design.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { prepare, type Rules, type Run, runAll, worldOf } from "../../core/run/simulate.ts";
import type { World } from "../../core/run/world.ts";
import { EventLog, STRIDE } from "../../events/log.ts";

const folder = new URL("../../fixtures/scenarios/", import.meta.url);

/** A bundled scenario, with some of its values changed. */
export function scenario(name: string, change: (scenario: Scenario) => void = () => {}): Scenario {
  const found = JSON.parse(Deno.readTextFileSync(new URL(`${name}.json`, folder))) as Scenario;
  found.name = name;
  change(found);
  return found;
}

export function designNamed(name: string): Design {
  const found = designs.find((design) => design.name === name);
  if (found === undefined) {
    throw new RangeError(`Cannot test design ${name}: it is not in the list`);
  }
  return found;
}

export function rules(design: string): Rules {
  return { profile: profiles[0], host: hosts[0], design: designNamed(design) };
}

/** A run and its log. */
export interface Done {
  readonly run: Run;
  readonly log: EventLog;
  /** The log's words, without spare room. */
  readonly words: Int32Array;
}

/** Runs a scenario to its end. */
export function runOf(subject: Scenario, design: string, world?: World): Done {
  const log = new EventLog();
  const run = prepare(subject, rules(design), log);
  runAll(run, world ?? worldOf(subject, rules(design)));
  return { run, log, words: log.words.slice(0, log.length * STRIDE) };
}

const kept = new Map<string, Done>();

/** The bundled scenario `small` with a design: 64 MiB, 2 cpus. The same object every time. */
export function small(design: string): Done {
  let done = kept.get(design);
  if (done === undefined) kept.set(design, done = runOf(scenario("small"), design));
  return done;
}
