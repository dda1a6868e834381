/**
 * The list of what `deno task figures` measures.
 * @module
 */
import type { Figure } from "./figure.ts";
import { replayFigures } from "./replay.ts";
import { sizeFigures } from "./sizes.ts";
import type { Subjects } from "./subjects.ts";
import { importFigures } from "./text.ts";

/** Measures some figures. */
export type Measure = (subjects: Subjects) => Figure[] | Promise<Figure[]>;

/** In the order in which they are measured and printed. */
export const measures: readonly Measure[] = [replayFigures, importFigures, sizeFigures];
