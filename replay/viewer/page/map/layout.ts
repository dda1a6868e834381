/**
 * Where on the map a page lies: rows of pfns, or squares filled by Hilbert's curve, side by side.
 *
 *   rows        0 1 2 3        Hilbert    0 3 | 4 5 ...      one square after the other,
 *               4 5 6 7                   1 2 | 7 6          along the longer side of the view
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
  /** Squares lie one below the other, each turned over its diagonal. */
  readonly down: boolean;
}

/** The layout that shows all pages largest in a view that is `aspect` times as wide as high. */
export function layoutFor(order: Order, frames: number, aspect: number): Layout {
  return order === "pfn" ? rowsFor(frames, aspect) : squaresFor(frames, aspect);
}

function rowsFor(frames: number, aspect: number): Layout {
  const wanted = Math.max(1, Math.sqrt(frames * aspect));
  // A round number of pages a row: blocks then begin one below the other.
  const unit = 2 ** Math.max(0, Math.floor(Math.log2(wanted)) - 1);
  const width = Math.min(frames, Math.max(1, Math.round(wanted / unit)) * unit);
  return {
    order: "pfn",
    frames,
    width,
    height: Math.ceil(frames / width),
    side: 0,
    down: false,
  };
}

function squaresFor(frames: number, aspect: number): Layout {
  let best: Layout | null = null, bestScale = 0;
  for (let side = 1; side <= 1 << 14; side *= 2) {
    const count = Math.ceil(frames / (side * side));
    for (const down of [false, true]) {
      const width = down ? side : side * count, height = down ? side * count : side;
      const scale = Math.min(aspect / width, 1 / height);
      if (scale > bestScale) {
        best = { order: "hilbert", frames, width, height, side, down };
        bestScale = scale;
      }
    }
    if (count === 1) break;
  }
  return best!;
}

/** The page of a cell; -1 where there is none. */
export function frameAt(layout: Layout, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return -1;
  const frame = layout.side === 0 ? y * layout.width + x : frameInSquares(layout, x, y);
  return frame < layout.frames ? frame : -1;
}

function frameInSquares({ side, down }: Layout, x: number, y: number): number {
  const along = down ? y : x, across = down ? x : y;
  const square = Math.floor(along / side);
  return square * side * side + placeOf(side, along - square * side, across);
}

/** The cell of a page. */
export function cellOf(layout: Layout, frame: number): readonly [x: number, y: number] {
  if (layout.side === 0) return [frame % layout.width, Math.floor(frame / layout.width)];
  const area = layout.side * layout.side;
  const square = Math.floor(frame / area);
  const [along, across] = cellAt(layout.side, frame - square * area);
  return layout.down
    ? [across, along + square * layout.side]
    : [along + square * layout.side, across];
}
