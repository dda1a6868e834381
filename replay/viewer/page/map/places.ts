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
    // one more on each side: lines run between a pixel and its neighbours, also at the view's rim
    const columns = cellsAlong(camera.x, camera.scale, width + 1);
    const rows = cellsAlong(camera.y, camera.scale, height + 1);
    this.fill(layout, columns, rows);
    this.outline(layout, columns, rows);
    const bits = 2 * patchBits(layout, camera.scale);
    if (bits === 0) return;
    const { pages } = this;
    for (let i = 0; i < pages.length; i++) if (pages[i] >= 0) pages[i] = pages[i] >> bits << bits;
  }

  private fill(layout: Layout, columns: Int32Array, rows: Int32Array): void {
    const { pages } = this, width = columns.length - 1, height = rows.length - 1;
    for (let y = 0; y < height; y++) {
      const isAgain = y > 0 && rows[y] === rows[y - 1];
      if (isAgain) pages.copyWithin(y * width, (y - 1) * width, y * width);
      else this.fillRow(layout, columns, rows[y], y * width);
    }
  }

  // Rows are functions of their own: a loop within a loop is slow until it is compiled for the second time.
  private fillRow(layout: Layout, columns: Int32Array, row: number, begin: number): void {
    const { pages } = this, width = columns.length - 1;
    for (let x = 0; x < width; x++) {
      pages[begin + x] = x > 0 && columns[x] === columns[x - 1]
        ? pages[begin + x - 1]
        : frameAt(layout, columns[x], row);
    }
  }

  private outline(layout: Layout, columns: Int32Array, rows: Int32Array): void {
    const { pages, facts } = this, height = rows.length - 1;
    const zones = new Zones(facts), seen = new Uint8Array(pages.length);
    for (let i = 0; i < pages.length; i++) seen[i] = zones.of(pages[i]);
    for (let y = 0; y < height; y++) this.outlineRow(layout, columns, rows, y, zones, seen);
  }

  private outlineRow(
    layout: Layout,
    columns: Int32Array,
    rows: Int32Array,
    y: number,
    zones: Zones,
    seen: Uint8Array,
  ): void {
    const { pages, edges, facts, scale } = this, bits = facts.pageblockOrder;
    const width = columns.length - 1, inColumn = y + 2 < rows.length;
    const blocks = showsBlocks(layout, scale, facts), cells = scale >= CELL_LINES;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const inRow = x + 1 < width;
      const right = inRow ? pages[i + 1] : frameAt(layout, columns[width], rows[y]);
      const below = inColumn ? pages[i + width] : frameAt(layout, columns[x], rows[y + 1]);
      const zone = seen[i];
      let edge = zone !== (inRow ? seen[i + 1] : zones.of(right)) ||
          zone !== (inColumn ? seen[i + width] : zones.of(below))
        ? Edge.Zone
        : 0;
      if (pages[i] >= 0) {
        const block = pages[i] >> bits;
        if (blocks && (block !== right >> bits || block !== below >> bits)) edge |= Edge.Block;
        if (cells && (columns[x] !== columns[x + 1] || rows[y] !== rows[y + 1])) edge |= Edge.Cell;
      }
      edges[i] = edge;
    }
  }
}

/** The zones of pages that are asked for one after the other: mostly that of the page before. */
class Zones {
  private start = 0;
  private end = 0;
  private number = 0;

  constructor(private readonly facts: LogFacts) {}

  /** 0 for no page, 1 for a page that is no memory, else the zone's number and 2. */
  of(page: number): number {
    if (page < 0) return 0;
    if (page >= this.start && page < this.end) return this.number;
    const { zones } = this.facts;
    const at = zones.findIndex((zone) => page >= zone.start && page < zone.end);
    this.number = at < 0 ? 1 : at + 2;
    [this.start, this.end] = at < 0 ? [page, page + 1] : [zones[at].start, zones[at].end];
    return this.number;
  }
}

/** The cell under the middle of each pixel along one side. */
function cellsAlong(begin: number, scale: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => Math.floor(begin + (i + 0.5) / scale));
}
