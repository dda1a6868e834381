/**
 * The list of what `deno task figures` measures.
 * @module
 */
import { bigLog } from "./big_log.ts";
import { type Figure, figure } from "./figure.ts";
import { replayFigures } from "./replay.ts";
import { measureSeeks } from "./seek.ts";
import { sizeFigures } from "./sizes.ts";
import type { Subjects } from "./subjects.ts";
import { importFigures } from "./text.ts";

/** Measures some figures. */
export type Measure = (subjects: Subjects) => Figure[] | Promise<Figure[]>;

/** In the order in which they are measured and printed. */
export const measures: readonly Measure[] = [replayFigures, importFigures, sizeFigures];

/** `openLog`, `seekP99`: of the log of a hundred million events, which is made if it is not there. */
export async function longLogFigures(): Promise<Figure[]> {
  const { open, openFloor, p99, seekFloor } = await measureSeeks(await bigLog());
  return [figure("openLog", open, "ms", openFloor), figure("seekP99", p99, "ms", seekFloor)];
}
