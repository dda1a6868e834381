/**
 * Figures for tests: of a log written as text, and of one that is in memory.
 * @module
 */
import { EventLog } from "../../events/log.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { walk } from "../../replay/replay.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";
import { WIRE } from "../../replay/views/view.ts";
import { append, GEOMETRY } from "./given.ts";

/** The figures of lines of events, in the small geometry or a change of it. */
export function figuresOfText(text: string, change: Partial<Geometry> = {}): Figures {
  const log = new EventLog();
  for (const line of text.split("\n")) append(log, line);
  const memory = new Memory({ ...GEOMETRY, ...change });
  const fold = new FiguresFold(memory, WIRE);
  walk(memory, log.words, 0, log.length, 0, [fold]);
  return fold.finish();
}
