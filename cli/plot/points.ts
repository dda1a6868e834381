/**
 * From samples to the points of a line, no more of them than the eye can tell.
 * @module
 */
import type { Series } from "../../replay/plot/samples.ts";

/** A point of a line, in the units of the axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Units of the axes, and how far a line may lie from its points. */
export interface Fineness {
  readonly xUnit: number;
  readonly yUnit: number;
  /** In units of the y axis. */
  readonly step: number;
}

/**
 * Each sample as a point, or as two where its lowest and highest differ: at its begin the one that
 * is farther from its last value, the other at its end.
 * @param endNs where the last sample ends
 */
export function pointsOf(
  { low, high, last }: Series,
  sampleNs: number,
  endNs: number,
  { xUnit, yUnit, step }: Fineness,
): Point[] {
  const points: Point[] = [];
  const put = (ns: number, pages: number): void => {
    points.push({ x: Math.min(ns, endNs) / xUnit, y: pages / yUnit });
  };
  for (let at = 0; at < last.length; at++) {
    const isRising = last[at] - low[at] > high[at] - last[at];
    const first = isRising ? low[at] : high[at], second = isRising ? high[at] : low[at];
    put(at * sampleNs, first);
    if (high[at] - low[at] >= step * yUnit) put((at + 1) * sampleNs, second);
  }
  if (last.length > 0) put(endNs, last[last.length - 1]);
  return thinned(points, step);
}

/** Leaves out what a straight line shows as well (Ramer, Douglas and Peucker, by height). */
function thinned(points: readonly Point[], step: number): Point[] {
  const kept = new Uint8Array(points.length);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    kept[from] = kept[to] = 1;
    const a = points[from], b = points[to];
    let worst = step, split = -1;
    for (let at = from + 1; at < to; at++) {
      const share = b.x === a.x ? 0 : (points[at].x - a.x) / (b.x - a.x);
      const off = Math.abs(points[at].y - a.y - share * (b.y - a.y));
      if (off > worst) worst = off, split = at;
    }
    if (split > 0) spans.push([from, split], [split, to]);
  }
  return points.filter((_, at) => kept[at] === 1);
}
