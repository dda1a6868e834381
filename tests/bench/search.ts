/**
 * What a search costs: states a second, against a plain loop over the reducer with the same events.
 * @module
 */
import { loadCase } from "../../cli/explore/case_file.ts";
import { worldOf } from "../../core/run/search/cases.ts";
import { search } from "../../core/run/search/search.ts";
import type { SmallWorld } from "../../core/run/search/small_world.ts";
import { apply } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";
import { best } from "../../cli/figures/figure.ts";
import type { Row } from "./rows.ts";

const REPEATS = 3, LOOPS = 20_000;

/** Nanoseconds of the reducer for one event: the events of one run through the world, over and over. */
function applyNs(world: SmallWorld): number {
  const { log, memory } = world.sim.machine;
  for (let steps = 0; steps < 200; steps++) {
    const lane = world.actors.findIndex((_, lane) =>
      lane > 0 && world.moves.count(world, lane) > 0
    );
    if (lane < 0) break;
    world.moves.take(world, lane, 0);
  }
  const again = new Memory(memory.geometry), fresh = new Memory(memory.geometry);
  const ms = best(REPEATS, () => {}, () => {
    for (let loop = 0; loop < LOOPS; loop++) {
      again.copyFrom(fresh);
      for (let index = 0; index < log.length; index++) apply(again, log.words, index);
    }
  });
  return ms * 1e6 / LOOPS / log.length;
}

/** Rows of the search. */
export function searchRows(): Row[] {
  const spec = loadCase("row-01"), { oracles: _, ...bare } = spec;
  const world = worldOf(spec, "events");
  let states = 0, steps = 0, events = 0, stateBytes = 0;
  const ms = best(REPEATS, () => {}, () => {
    ({ states, steps, events, stateBytes } = search(worldOf(spec, "events")));
  });
  const bareMs = best(
    REPEATS,
    () => {},
    () => void search(worldOf({ ...bare, oracles: ["destination"] }, "events")),
  );
  const ns = applyNs(worldOf(spec, "events"));
  const share = (events * ns) / (ms * 1e6);
  return [
    {
      what: "one-page world: its Memory",
      value: world.sim.machine.memory.bytes.length,
      unit: "bytes",
      goal: "",
    },
    { what: "one-page world: a packed state", value: stateBytes, unit: "bytes", goal: "<= 128" },
    {
      what: "search of row 1, all oracles",
      value: states / ms / 1000,
      unit: "M states/s",
      goal: "",
    },
    {
      what: "search of row 1, O1 alone",
      value: states / bareMs / 1000,
      unit: "M states/s",
      goal: "",
    },
    { what: "search of row 1: steps", value: steps / ms / 1000, unit: "M steps/s", goal: "" },
    {
      what: "search of row 1: share of a plain loop over apply",
      value: share * 100,
      unit: "%",
      goal: "",
    },
  ];
}
