/**
 * The state as a map: one number a page frame by a reading, and how many frames have each.
 * @module
 */
import type { LogHeader } from "../../../events/file/header.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { PageMap } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";
import { type Aids, type Reading, readings } from "../readings/mod.ts";

/** The readings that a log can tell. */
export function readingsOf(log: BlockLog): Reading[] {
  return readings.filter(({ isTold }) => isTold(log.header, (kind) => log.beginsWith(kind)));
}

/**
 * The reading of a name.
 * @throws RangeError if there is none, or the log cannot tell it
 */
export function readingOf(name: string, told: readonly Reading[]): Reading {
  const found = told.find((reading) => reading.name === name);
  if (found !== undefined) return found;
  throw new RangeError(
    `Cannot draw "${name}": this log has the readings ${told.map((one) => one.name).join(", ")}`,
  );
}

/**
 * The map of a state at an event.
 * @param classes where it is written; all of it is
 */
export function mapOf(
  reading: Reading,
  view: MemoryView,
  header: LogHeader,
  event: number,
  aids: Aids,
  classes: Uint8Array,
): PageMap {
  const names = reading.classes(header);
  classes.fill(0);
  reading.fill(view, classes, aids);
  fillHoles(view, classes, names.length - 1);
  return { reading: reading.name, event, classes, counts: countsOf(classes, names.length) };
}

/** Frames between zones, and behind the last, are no memory. */
function fillHoles(
  { zoneStart, zoneEnd, frames }: MemoryView,
  classes: Uint8Array,
  hole: number,
): void {
  let end = 0;
  for (let zone = 0; zone < zoneStart.length; zone++) {
    classes.fill(hole, end, zoneStart[zone]);
    end = zoneEnd[zone];
  }
  classes.fill(hole, end, frames);
}

/** Frames of each class. Four tables, so that no count waits for the one before it. */
function countsOf(classes: Uint8Array, length: number): number[] {
  const counts = new Uint32Array(1024), whole = classes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    counts[classes[at]]++;
    counts[256 + classes[at + 1]]++;
    counts[512 + classes[at + 2]]++;
    counts[768 + classes[at + 3]]++;
  }
  for (let at = whole; at < classes.length; at++) counts[classes[at]]++;
  return Array.from(
    { length },
    (_, at) => counts[at] + counts[256 + at] + counts[512 + at] + counts[768 + at],
  );
}
