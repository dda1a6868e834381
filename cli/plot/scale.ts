/**
 * What all panels share, so that they can be compared: the axes of time and memory, and the height.
 * @module
 */
import type { Course } from "../../replay/plot/course.ts";
import type { Drawing } from "./drawing.ts";
import { plotHeight } from "./style.ts";

const PAGES_A_MIB = 256, PAGES_A_GIB = 256 * 1024;
const UNITS_MIN = 2; // of a larger unit there must be so many

/** The axes: where each ends, in its unit; ns or pages of the unit, and its name. */
export interface Scale {
  readonly xMax: number;
  readonly xUnit: number;
  readonly xName: string;
  readonly yMax: number;
  readonly yUnit: number;
  readonly yName: string;
  /** Pixels of the plot itself. */
  readonly height: number;
}

function highest({ series }: Course): number {
  return Object.values(series).reduce(
    (most, { high }) => high.reduce((a, b) => Math.max(a, b), most),
    1,
  );
}

export function scaleOf({ panels }: Drawing): Scale {
  const pages = Math.max(...panels.map(({ course }) => highest(course)));
  const ns = Math.max(1, ...panels.map(({ course }) => course.endNs));
  const [yUnit, yName] = pages >= UNITS_MIN * PAGES_A_GIB
    ? [PAGES_A_GIB, "GiB"]
    : [PAGES_A_MIB, "MiB"];
  const [xUnit, xName] = ns >= UNITS_MIN * 1e9
    ? [1e9, "s"]
    : ns >= UNITS_MIN * 1e6
    ? [1e6, "ms"]
    : [1e3, "us"];
  const height = plotHeight(panels.length);
  return { xMax: ns / xUnit, xUnit, xName, yMax: pages / yUnit, yUnit, yName, height };
}
