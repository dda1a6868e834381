/**
 * Hilbert's curve on a square whose side is a power of two: neighbours on the curve are neighbours in
 * the square, so a block of pages is a patch rather than a thread.
 * @module
 */

/** The place on the curve of the cell `x`, `y`; it begins at 0, 0 and ends at `side - 1`, 0. */
export function placeOf(side: number, x: number, y: number): number {
  let place = 0;
  for (let half = side >>> 1; half > 0; half >>>= 1) {
    const right = (x & half) !== 0 ? 1 : 0, down = (y & half) !== 0 ? 1 : 0;
    place += half * half * ((3 * right) ^ down);
    if (down === 0) {
      if (right === 1) {
        x = side - 1 - x;
        y = side - 1 - y;
      }
      [x, y] = [y, x];
    }
  }
  return place;
}

/** The cell at a place of the curve: the inverse of `placeOf`. */
export function cellAt(side: number, place: number): readonly [x: number, y: number] {
  let x = 0, y = 0, rest = place;
  for (let half = 1; half < side; half *= 2) {
    const right = 1 & (rest / 2), down = 1 & (rest ^ right);
    if (down === 0) {
      if (right === 1) {
        x = half - 1 - x;
        y = half - 1 - y;
      }
      [x, y] = [y, x];
    }
    x += half * right;
    y += half * down;
    rest = Math.floor(rest / 4);
  }
  return [x, y];
}
