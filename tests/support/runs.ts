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
import { scenarioSchema } from "../../cli/scenario/schema.ts";
import type { World } from "../../core/run/world.ts";
import { EventLog, STRIDE } from "../../events/log.ts";

const folder = new URL("../../fixtures/scenarios/", import.meta.url);

/** A bundled scenario, with some of its values changed. */
export function scenario(name: string, change: (scenario: Scenario) => void = () => {}): Scenario {
  const text = Deno.readTextFileSync(new URL(`${name}.json`, folder));
  const found = scenarioSchema.parse(JSON.parse(text)) as unknown as Scenario;
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

/** @param name of the profile; that of the scenario `small` if it is left out */
export function rules(design: string, name = "linux-4.17", hostName = "qemu-3.0"): Rules {
  const profile = profiles.find((profile) => profile.name === name);
  if (profile === undefined) throw new RangeError(`Cannot test profile ${name}: it is not there`);
  const host = hosts.find(({ name }) => name === hostName);
  if (host === undefined) throw new RangeError(`Cannot test host ${hostName}: it is not there`);
  return { profile, host, design: designNamed(design) };
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
  const under = rules(design, subject.guest.profile, subject.host.name);
  const run = prepare(subject, under, log);
  runAll(run, world ?? worldOf(subject, under));
  return { run, log, words: log.words.slice(0, log.length * STRIDE) };
}

const kept = new Map<string, Done>();

/** The bundled scenario `small` with a design: 64 MiB, 2 cpus. The same object every time. */
export function small(design: string): Done {
  let done = kept.get(design);
  if (done === undefined) kept.set(design, done = runOf(scenario("small"), design));
  return done;
}
