/**
 * Arithmetic of the time axis: a stretch of time over pixels, its zoom, its marks.
 * @module
 */

/** What of the log's time is in view. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export function pixelOf({ from, to }: Stretch, width: number, time: number): number {
  return (time - from) / (to - from) * width;
}

export function timeAt({ from, to }: Stretch, width: number, pixel: number): number {
  return from + pixel / width * (to - from);
}

/** Nearer by a factor about a time, within the whole; at least `least` long. */
export function zoomedTime(
  stretch: Stretch,
  factor: number,
  about: number,
  whole: Stretch,
  least: number,
): Stretch {
  const length = Math.min(
    Math.max((stretch.to - stretch.from) / factor, least),
    whole.to - whole.from,
  );
  const part = (about - stretch.from) / (stretch.to - stretch.from);
  return within(about - part * length, length, whole);
}

/** Moved by a part of its length. */
export function movedTime(stretch: Stretch, part: number, whole: Stretch): Stretch {
  const length = stretch.to - stretch.from;
  return within(stretch.from + part * length, length, whole);
}

/** So that a time is in view: as it is if it is, else with the time a fifth from the edge it left by. */
export function followed(stretch: Stretch, time: number, whole: Stretch): Stretch {
  if (time >= stretch.from && time <= stretch.to) return stretch;
  const length = stretch.to - stretch.from;
  return within(time - length * (time > stretch.to ? 0.2 : 0.8), length, whole);
}

function within(from: number, length: number, whole: Stretch): Stretch {
  const begin = Math.max(whole.from, Math.min(from, whole.to - length));
  return { from: begin, to: begin + length };
}

/** Round times of a stretch for marks, at most `most` of them, and how far apart they are. */
export function marksOf(
  { from, to }: Stretch,
  most: number,
): { readonly step: number; readonly marks: readonly number[] } {
  const rough = (to - from) / Math.max(1, most);
  if (!(rough > 0)) return { step: 1, marks: [from] };
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((unit) => unit * ten).find((unit) => unit >= rough * 0.999999)!;
  const marks: number[] = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
    marks.push(i * step);
  }
  return { step, marks };
}

/** The last index whose value is at most `value`; -1 if there is none. Values ascend. */
export function lastAtMost(values: ArrayLike<number>, value: number): number {
  let low = 0, high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
