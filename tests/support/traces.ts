/**
 * Traces for tests: lines of text, or the bundled ones, read by the importer.
 * @module
 */
import { unpacked } from "../../cli/compressed.ts";
import { TraceImporter } from "../../events/foreign/importer.ts";
import { formatEvent } from "../../events/text.ts";

const folder = new URL("../../fixtures/traces/", import.meta.url);
const FRAMES_MAX = 1 << 28;

/** The text of a bundled trace, as bytes. */
export function bundledTrace(name: string): Uint8Array {
  return new Uint8Array(unpacked(Deno.readFileSync(new URL(`${name}.zst`, folder)), "zstd"));
}

/**
 * Reads a trace.
 * @param piece bytes that come at a time
 */
export function imported(
  trace: string | Uint8Array,
  framesMax = FRAMES_MAX,
  piece = 1 << 16,
): TraceImporter {
  const bytes = typeof trace === "string" ? new TextEncoder().encode(trace) : trace;
  const importer = new TraceImporter(framesMax);
  for (let at = 0; at < bytes.length; at += piece) importer.push(bytes.subarray(at, at + piece));
  importer.end();
  return importer;
}

/** The events of an import, a line each, without their numbers. */
export function eventsOf({ log, tasks }: TraceImporter): string[] {
  const names = tasks.lanes.map(({ name }) => name);
  return Array.from(
    { length: log.length },
    (_, at) => formatEvent(log.words, at, names).replace(/^#\d+ /, ""),
  );
}
