/**
 * Which page lies under each pixel, and which lines cross it: worked out once for each view, as the shader
 * `PLACES` does on a graphics card.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import type { Camera } from "./camera.ts";
import { frameAt, type Layout } from "./layout.ts";
import { CELL_LINES, patchBits, showsBlocks } from "./look.ts";

export const Edge = { Zone: 1, Block: 2, Cell: 4 } as const;

export class Places {
  /** By pixel, row by row: the (first) page under it, or -1. */
  pages = new Int32Array(0);
  /** By pixel: bits of `Edge`. */
  edges = new Uint8Array(0);
  /** Pixels a cell. */
  scale = 1;
  private arranged = "";

  constructor(private readonly facts: LogFacts) {}

  arrange(layout: Layout, camera: Camera, width: number, height: number): void {
    const wanted = JSON.stringify([layout, camera, width, height]);
    if (wanted === this.arranged) return;
    this.arranged = wanted;
    this.scale = camera.scale;
    if (this.pages.length !== width * height) {
      this.pages = new Int32Array(width * height);
      this.edges = new Uint8Array(width * height);
    }
    const columns = cellsAlong(camera.x, camera.scale, width);
    const rows = cellsAlong(camera.y, camera.scale, height);
    this.fill(layout, columns, rows);
    this.outline(layout, columns, rows);
    const bits = 2 * patchBits(layout, camera.scale);
    if (bits === 0) return;
    const { pages } = this;
    for (let i = 0; i < pages.length; i++) if (pages[i] >= 0) pages[i] = pages[i] >> bits << bits;
  }

  private fill(layout: Layout, columns: Int32Array, rows: Int32Array): void {
    const { pages } = this, width = columns.length;
    for (let y = 0, i = 0; y < rows.length; y++) {
      if (y > 0 && rows[y] === rows[y - 1]) {
        pages.copyWithin(i, i - width, i);
        i += width;
        continue;
      }
      for (let x = 0; x < width; x++, i++) {
        pages[i] = x > 0 && columns[x] === columns[x - 1]
          ? pages[i - 1]
          : frameAt(layout, columns[x], rows[y]);
      }
    }
  }

  private outline(layout: Layout, columns: Int32Array, rows: Int32Array): void {
    const { pages, edges, facts, scale } = this, width = columns.length;
    const zones = this.zones(), bits = facts.pageblockOrder;
    const blocks = showsBlocks(layout, scale, facts), cells = scale >= CELL_LINES;
    edges.fill(0);
    for (let y = 0, i = 0; y < rows.length; y++) {
      const isLastRow = y + 1 === rows.length;
      for (let x = 0; x < width; x++, i++) {
        const right = x + 1 === width ? -1 : pages[i + 1];
        const below = isLastRow ? -1 : pages[i + width];
        let edge = zones[i] !== (x + 1 === width ? 0 : zones[i + 1]) ||
            zones[i] !== (isLastRow ? 0 : zones[i + width])
          ? Edge.Zone
          : 0;
        if (pages[i] >= 0) {
          const block = pages[i] >> bits;
          if (blocks && (block !== right >> bits || block !== below >> bits)) edge |= Edge.Block;
          if (cells && (columns[x] !== columns[x + 1] || rows[y] !== rows[y + 1])) {
            edge |= Edge.Cell;
          }
        }
        edges[i] = edge;
      }
    }
  }

  /** By pixel: 0 for no page, 1 for none that is memory, else the zone's number and 2. */
  private zones(): Uint8Array {
    const { pages, facts: { zones } } = this;
    const found = new Uint8Array(pages.length);
    let start = 0, end = 0, number = 0; // of the zone that the last page lay in: mostly the same
    for (let i = 0; i < pages.length; i++) {
      const page = pages[i];
      if (page < 0) continue;
      if (page < start || page >= end) {
        const at = zones.findIndex((zone) => page >= zone.start && page < zone.end);
        number = at < 0 ? 1 : at + 2;
        [start, end] = at < 0 ? [page, page + 1] : [zones[at].start, zones[at].end];
      }
      found[i] = number;
    }
    return found;
  }
}

/** The cell under the middle of each pixel along one side. */
function cellsAlong(begin: number, scale: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => Math.floor(begin + (i + 0.5) / scale));
}
