/**
 * How fast a trace's text is read, and what memory that takes beside the log's words.
 * @module
 */
import { unpackedStream } from "../../cli/compressed.ts";
import { TraceImporter } from "../../events/foreign/importer.ts";
import { bundledTrace } from "../support/traces.ts";
import { best, type Row } from "./rows.ts";

const NAME = "base-256.ftrace", REPEATS = 12, PIECE = 1 << 16;
const FRAMES_MAX = 1 << 28;

function read(bytes: Uint8Array): TraceImporter {
  const importer = new TraceImporter(FRAMES_MAX);
  for (let at = 0; at < bytes.length; at += PIECE) importer.push(bytes.subarray(at, at + PIECE));
  importer.end();
  return importer;
}

/** Looks at every byte and nothing else: what any reader of text must at least do. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 10) lines++;
  return lines;
}

/** Rows of the bench. */
export async function importRows(): Promise<Row[]> {
  const bytes = bundledTrace(NAME);
  const lines = read(bytes).report.lines;
  const parse = best(REPEATS, () => {}, () => read(bytes));
  const plain = best(REPEATS, () => {}, () => countLines(bytes));
  const file = new URL(`../../fixtures/traces/${NAME}.zst`, import.meta.url);
  let whole = Infinity;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begin = performance.now();
    const importer = new TraceImporter(FRAMES_MAX);
    for await (const piece of unpackedStream((await Deno.open(file)).readable)) {
      importer.push(piece);
    }
    importer.end();
    whole = Math.min(whole, performance.now() - begin);
  }
  const rate = (ms: number): number => lines / ms / 1000;
  return [
    { what: "import: ftrace text", value: rate(parse), unit: "M lines/s", goal: ">= 1" },
    { what: "import: the same from a .zst file", value: rate(whole), unit: "M lines/s", goal: "" },
    { what: "import to counting the lines", value: parse / plain, unit: "times", goal: "" },
  ];
}
