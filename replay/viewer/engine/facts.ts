/**
 * What is known of a log once it is open.
 * @module
 */
import { zoneName } from "../../../core/state/geometry.ts";
import { titleOf } from "../../log_facts.ts";
import type { LogFacts, ReadingFacts } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";
import { readingsOf } from "./maps.ts";
import { stepsOf } from "./steps.ts";

/**
 * The facts of a log.
 * @param damage what is wrong with its file; null if nothing is
 */
export function factsOf(name: string, log: BlockLog, damage: string | null): LogFacts {
  const { header, events } = log, { geometry } = header;
  return {
    name,
    title: titleOf(header) || traceTitle(header.imported),
    events,
    frames: geometry.frames,
    zones: geometry.zones.map(({ start, frames }, zone) => ({
      name: zoneName(geometry, zone),
      start,
      end: start + frames,
    })),
    pageblockOrder: geometry.pageblockOrder,
    cpus: geometry.cpus,
    lanes: header.actors.map((actor) => actor.name),
    clock: header.clock,
    damage,
    readings: readingsOf(log).map((reading): ReadingFacts => ({
      name: reading.name,
      sentence: reading.sentence,
      classes: reading.classes(header),
    })),
    steps: stepsOf(log),
  };
}

const traceTitle = (imported: { readonly form: string } | undefined): string =>
  imported === undefined ? "" : `a kernel's trace (${imported.form})`;
