/**
 * Runs of the scenario `small` for tests of actors, with a host or an actor of the test, and questions
 * asked of their logs.
 * @module
 */
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { actorOf, EventLog, kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import type { Scenario } from "../../../../core/run/scenario.ts";
import type { Actor } from "../../../../core/run/sim.ts";
import { prepare, runAll, worldOf } from "../../../../core/run/simulate.ts";
import { apply } from "../../../../core/state/apply.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { type Done, rules, runOf, scenario } from "../../../support/runs.ts";

export function runWith(
  design: string,
  change: (host: Scenario["host"], all: Scenario) => void,
): Done {
  return runOf(scenario("small", (of) => change(of.host, of)), design);
}

/**
 * A run that no file describes.
 * @param with `host` in place of the one that the scenario names; `actor` in place of the first task
 */
export function runAmong(
  subject: Scenario,
  design: string,
  { host, actor }: { host?: Host; actor?: Actor },
): Done {
  const named = rules(design, subject.guest.profile, subject.host.name);
  const under = { ...named, host: host ?? named.host };
  const log = new EventLog();
  const run = prepare(subject, under, log);
  const actors = [...run.actors];
  if (actor !== undefined) {
    actors[1] = actor;
    run.sim.machine.cpus[1] = actor.cpu;
  }
  runAll({ ...run, actors }, worldOf(subject, under));
  return { run: { ...run, actors }, log, words: log.words };
}

/** Calls `each` with the state before every event. */
export function walk({ run, log }: Done, each: (memory: Memory, index: number) => void): void {
  const memory = new Memory(run.geometry);
  for (let index = 0; index < log.length; index++) {
    each(memory, index);
    apply(memory, log.words, index);
  }
}

/** An event, where it stands in the log, and when it happened in ns. */
export interface Told {
  readonly index: number;
  readonly at: number;
  readonly actor: number;
  readonly pfn: number;
  readonly value: number;
  readonly order: number;
}

/** All events of a kind. */
export function eventsOf({ run, log }: Done, name: KindName): Told[] {
  const memory = new Memory(run.geometry), { words } = log;
  const found: Told[] = [];
  for (let index = 0; index < log.length; index++) {
    apply(memory, words, index);
    if (kindOf(words, index) !== Kind[name]) continue;
    found.push({
      index,
      at: memory.now[0],
      actor: actorOf(words, index),
      pfn: pfnOf(words, index),
      value: valueOf(words, index),
      order: orderOf(words, index),
    });
  }
  return found;
}

export const count = (done: Done, name: KindName): number => eventsOf(done, name).length;
export const end = ({ run }: Done): Memory => run.sim.machine.memory;

/** Pages that are lost at a switch-over. */
export function lostAtSwitch(done: Done): number {
  let lost = 0;
  walk(done, (memory, index) => {
    if (kindOf(done.log.words, index) === Kind.SwitchedOver) lost += lostPages(memory);
  });
  return lost;
}
