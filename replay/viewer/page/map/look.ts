/**
 * How the map looks, and what both painters must agree on: which pages a pixel covers, where there are lines,
 * and the patterns of large cells.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import type { Layout } from "./layout.ts";
import type { Rgb } from "./palette.ts";

export interface Look {
  /** By class. */
  readonly colours: readonly Rgb[];
  readonly patterns: readonly number[];
  readonly alarms: readonly boolean[];
  readonly ground: Rgb;
  readonly line: Rgb;
  readonly mark: Rgb;
}

/** Pages a side that are looked at for a pixel: while things move, and when they rest. */
export const TAPS_QUICK = 2, TAPS_FINE = 6;
/** Lines between cells, and patterns in them, from so many pixels a cell on. */
export const CELL_LINES = 7, PATTERNS_FROM = 14;
const BLOCK_LINES = 12;

/** Zoomed out on the curve, a pixel stands for a patch of 4 ** n cells. */
export function patchBits(layout: Layout, scale: number): number {
  return layout.side === 0 ? 0 : Math.max(0, Math.round(Math.log2(1 / scale)));
}

/** Cells a side that a pixel covers. */
export function coveredBy(layout: Layout, scale: number): number {
  const cells = layout.side === 0 ? Math.ceil(1 / scale) : 2 ** patchBits(layout, scale);
  return Math.max(1, cells);
}

/** Whether a pageblock is large enough for a line around it. */
export function showsBlocks(
  layout: Layout,
  scale: number,
  { pageblockOrder }: LogFacts,
): boolean {
  const side = layout.side === 0 ? 4 * scale : 2 ** (pageblockOrder / 2) * scale;
  return side >= BLOCK_LINES && layout.frames > 2 ** pageblockOrder;
}

/** Ink of a pattern in a cell of so many pixels, at `x`, `y` of it: the shader's `inkAt`. */
export function hasInk(pattern: number, x: number, y: number, cell: number): boolean {
  const gap = Math.max(6, cell / 4), pen = Math.max(1.2, cell / 18);
  switch (pattern) {
    case 1:
      return (x + y) % gap <= pen;
    case 2:
      return modulo(x - y, gap) <= pen;
    case 3:
      return y % gap <= pen;
    case 4:
      return x % gap <= pen;
    case 5:
      return Math.hypot(x % gap - gap / 2, y % gap - gap / 2) <= pen;
    case 6:
      return (x + y) % gap <= pen || modulo(x - y, gap) <= pen;
    case 7:
      return x % gap <= pen || y % gap <= pen;
    default:
      return false;
  }
}

function modulo(value: number, by: number): number {
  return value - by * Math.floor(value / by);
}
