/**
 * How fast a real kernel's trace is matched, from its compressed text to the table.
 * @module
 */
import { unpackedStream } from "../../cli/compressed.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { linux61 } from "../../core/decide/profiles/linux_6_1.ts";
import { compareEnd } from "../../core/run/match/compare.ts";
import { match } from "../../core/run/match/match.ts";
import { TraceImporter } from "../../events/foreign/importer.ts";
import { dump } from "../support/matches.ts";
import { bundledTrace } from "../support/traces.ts";
import type { Row } from "./rows.ts";

const NAME = "base-256", REPEATS = 8;
const FRAMES_MAX = 1 << 28;

/** Rows of the bench. */
export async function matchRows(): Promise<Row[]> {
  const text = bundledTrace(`${NAME}.ftrace`);
  const packed = await new Response(
    new Blob([text as BlobPart]).stream().pipeThrough(new CompressionStream("gzip")),
  ).bytes();
  let whole = Infinity, alone = Infinity, events = 0;
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const begin = performance.now();
    const trace = new TraceImporter(FRAMES_MAX);
    for await (const piece of unpackedStream(new Blob([packed]).stream())) trace.push(piece);
    trace.end();
    const start = dump(NAME, "start"), end = dump(NAME, "end");
    const read = performance.now();
    const { words, length } = trace.log;
    const done = match(
      { words, events: length, lanes: trace.tasks.lanes },
      start,
      linux61,
      hosts[0],
    );
    compareEnd(done.machine.memory, end);
    const ready = performance.now();
    events = length;
    alone = Math.min(alone, ready - read);
    whole = Math.min(whole, ready - begin);
  }
  const rate = (ms: number): number => events / ms / 1000;
  return [
    {
      what: "match: from .gz to table",
      value: rate(whole),
      unit: "M events/s",
      goal: ">= 1",
    },
    { what: "match: without reading the text", value: rate(alone), unit: "M events/s", goal: "" },
  ];
}
