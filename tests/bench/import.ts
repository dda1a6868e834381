/**
 * How fast a trace's text is read, plain and compressed.
 * @module
 */
import { unpackedStream } from "../../cli/compressed.ts";
import { importMs } from "../../cli/figures/text.ts";
import type { Trace } from "../../cli/figures/subjects.ts";
import { FRAME_BITS } from "../../core/state/geometry.ts";
import { TraceImporter } from "../../events/foreign/importer.ts";
import type { Row } from "./rows.ts";

const REPEATS = 12;

/** Rows of the bench: of a bundled trace. */
export async function importRows(trace: Trace): Promise<Row[]> {
  const { read, floor } = importMs(trace, REPEATS);
  const file = new URL(`../../fixtures/traces/${trace.name}.ftrace.zst`, import.meta.url);
  let whole = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begin = performance.now();
    const importer = new TraceImporter(2 ** FRAME_BITS);
    for await (const piece of unpackedStream((await Deno.open(file)).readable)) {
      importer.push(piece);
    }
    importer.end();
    whole = Math.min(whole, performance.now() - begin);
  }
  const rate = (ms: number): number => trace.lines / ms / 1000;
  return [
    { what: "import: ftrace text", value: rate(read), unit: "M lines/s", goal: ">= 2" },
    { what: "import: the same from a .zst file", value: rate(whole), unit: "M lines/s", goal: "" },
    { what: "import to counting the lines", value: read / floor, unit: "times", goal: "" },
  ];
}
