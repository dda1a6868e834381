/**
 * Where on the map a page lies: rows of pfns, or squares filled by Hilbert's curve.
 *
 *   rows        0 1 2 3        Hilbert    0 3 | 4 5      one square after the other,
 *               4 5 6 7                   1 2 | 7 6      in rows of squares
 * @module
 */
import { cellAt, placeOf } from "./hilbert.ts";

export type Order = "pfn" | "hilbert";

export interface Layout {
  readonly order: Order;
  /** Pages, from pfn 0 on. */
  readonly frames: number;
  /** In cells, one a page. */
  readonly width: number;
  readonly height: number;
  /** Of a square of the curve; 0 in rows. */
  readonly side: number;
}

/** More squares fill a view better, but cut the curve more often. */
const SQUARES_MOST = 24;

/** The layout that shows all pages largest in a view that is `aspect` times as wide as high. */
export function layoutFor(order: Order, frames: number, aspect: number): Layout {
  return order === "pfn" ? rowsFor(frames, aspect) : squaresFor(frames, aspect);
}

function rowsFor(frames: number, aspect: number): Layout {
  const wanted = Math.max(1, Math.sqrt(frames * aspect));
  // A round number of pages a row: blocks then begin below each other, or a part of a block aside.
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(wanted)) - 3);
  let best: Layout | null = null, bestScale = 0;
  for (const round of [Math.floor, Math.ceil]) {
    const width = Math.min(frames, Math.max(1, round(wanted / unit)) * unit);
    const height = Math.ceil(frames / width), scale = Math.min(aspect / width, 1 / height);
    if (scale <= bestScale) continue;
    best = { order: "pfn", frames, width, height, side: 0 };
    bestScale = scale;
  }
  return best!;
}

function squaresFor(frames: number, aspect: number): Layout {
  let best: Layout | null = null, bestScale = 0;
  for (let side = 1 << 14; side >= 1; side /= 2) {
    const count = Math.ceil(frames / (side * side));
    if (count > SQUARES_MOST) break;
    for (let columns = 1; columns <= count; columns++) {
      const width = side * columns, height = side * Math.ceil(count / columns);
      const scale = Math.min(aspect / width, 1 / height);
      if (scale <= bestScale * 1.02) continue;
      best = { order: "hilbert", frames, width, height, side };
      bestScale = scale;
    }
  }
  return best!;
}

/** The page of a cell; -1 where there is none. */
export function frameAt(layout: Layout, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return -1;
  const frame = layout.side === 0 ? y * layout.width + x : frameInSquares(layout, x, y);
  return frame < layout.frames ? frame : -1;
}

function frameInSquares({ side, width }: Layout, x: number, y: number): number {
  const column = Math.floor(x / side), row = Math.floor(y / side);
  const square = row * (width / side) + column;
  return square * side * side + placeOf(side, x - column * side, y - row * side);
}

/** The cell of a page. */
export function cellOf({ side, width }: Layout, frame: number): readonly [x: number, y: number] {
  if (side === 0) return [frame % width, Math.floor(frame / width)];
  const area = side * side, columns = width / side;
  const square = Math.floor(frame / area), row = Math.floor(square / columns);
  const [x, y] = cellAt(side, frame - square * area);
  return [x + (square - row * columns) * side, y + row * side];
}
