/**
 * Figures of size: bytes an event in log files, bytes a page of the state.
 * @module
 */
import { constants, zstdCompressSync } from "node:zlib";
import { Memory } from "../../core/state/memory.ts";
import { encodeColumns } from "../../events/file/columns.ts";
import { codec } from "../codec.ts";
import { openLog } from "../logs.ts";
import { type Figure, figure } from "./figure.ts";
import type { Subjects } from "./subjects.ts";

/** The views that have an element for each page: four of 32 bits, one of 16, one of 8. */
const PAGE_BYTES = 4 * 4 + 2 + 1;
const STRONGEST = { params: { [constants.ZSTD_c_compressionLevel]: 19 } };

interface Sized {
  readonly path: string;
  readonly events: number;
}

/** Bytes an event of log files; the floor is what the strongest level of the same compression makes of a block of each. */
async function sizeFigure(name: string, logs: readonly Sized[]): Promise<Figure> {
  let bytes = 0, events = 0, own = 0, least = 0;
  for (const { path, events: count } of logs) {
    const file = await Deno.readFile(path);
    bytes += file.length;
    events += count;
    const log = await openLog(path, false, file);
    const columns = encodeColumns(log.wordsOf(log.blocks >> 1));
    own += codec.compress(columns).length;
    least += zstdCompressSync(columns, STRONGEST).length;
  }
  return figure(name, bytes / events, "bytes", (bytes / events) * (least / own));
}

/** `bytesPerEvent`, `bytesPerEventTrace`, `statePerPage`. */
export async function sizeFigures({ runs, traces }: Subjects): Promise<Figure[]> {
  const { geometry } = runs[0];
  const state = new Memory(geometry).bytes.length / geometry.frames;
  return [
    await sizeFigure("bytesPerEvent", runs),
    await sizeFigure("bytesPerEventTrace", traces),
    figure("statePerPage", state, "bytes", PAGE_BYTES),
  ];
}
