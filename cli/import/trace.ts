/**
 * Reads a trace piece by piece, with progress on a terminal, and says what is wrong with one that
 * gives no event.
 * @module
 */
import { type Spill, TraceImporter } from "../../events/foreign/importer.ts";
import { count, many } from "../../replay/text.ts";
import { unpackedStream } from "../compressed.ts";
import { InputError, systemError } from "../errors.ts";
import { nameOf } from "../files.ts";
import { Progress } from "../progress.ts";

const FORMS = "tracefs `trace`, `trace-cmd report` or `perf script`";
const NAMES_SHOWN = 4;

/**
 * Reads a whole trace.
 * @param framesMax page frames that memory may have
 * @param spill takes events that are too many for memory
 * @throws InputError if it cannot be read, is cut, or has no kmem event
 */
export async function readTrace(
  path: string,
  framesMax: number,
  spill: Spill | null = null,
): Promise<TraceImporter> {
  const name = nameOf(path);
  const importer = new TraceImporter(framesMax, spill);
  using progress = new Progress("reading", sizeOf(path));
  try {
    for await (const bytes of unpackedStream(counted(await streamOf(path), progress))) {
      if (importer.report.lines === 0) refuseBinary(name, bytes);
      importer.push(bytes);
    }
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new InputError(`${name}: ${error.message.replace(/^C/, "c")} (no log is written)`);
    }
    throw systemError(error, `read ${name}`) ?? error;
  }
  importer.end();
  if (importer.log.events === 0) failEmpty(name, importer);
  return importer;
}

/** Recordings that a tool turns into text, by their first bytes. */
const recordings: readonly [magic: string, what: string, command: string][] = [
  ["\x17\x08Dtracing", "a recording of trace-cmd", "trace-cmd report"],
  ["PERFILE2", "a recording of perf", "perf script"],
  ["HINTLAB\n", "a log of hintlab already", "deno task replay"],
];

/** @throws InputError if the first bytes are those of a recording that is no text yet */
function refuseBinary(name: string, bytes: Uint8Array): void {
  for (const [magic, what, command] of recordings) {
    if (bytes.length < magic.length) continue;
    if (String.fromCharCode(...bytes.subarray(0, magic.length)) !== magic) continue;
    throw new InputError(`${name}: it is ${what}, no text: \`${command}\` reads it`);
  }
}

async function streamOf(path: string): Promise<AsyncIterable<Uint8Array>> {
  return path === "-" ? Deno.stdin.readable : (await Deno.open(path)).readable;
}

function sizeOf(path: string): number {
  try {
    return path === "-" ? 0 : Deno.statSync(path).size;
  } catch {
    return 0; // opening it will say why
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    progress.add(piece.length);
    yield piece;
  }
}

function failEmpty(name: string, importer: TraceImporter): never {
  const { report } = importer;
  if (report.lines === 0) throw new InputError(`${name}: it is empty; a trace is text of ${FORMS}`);
  const names = importer.eventNames().sort((a, b) => b.count - a.count);
  const skipped = [...report.skipped.values()].reduce((sum, { count }) => sum + count, 0);
  if (names.length === 0) {
    const first = report.skipped.get("garbage")?.firstLine;
    throw new InputError(
      `${name}${first === undefined ? "" : `:${first}`}: no line of a trace among ` +
        `${count(report.lines)}; a trace is text of ${FORMS}`,
    );
  }
  const shown = names.slice(0, NAMES_SHOWN).map(({ name, count: n }) => `${name} ${count(n)}`);
  const more = names.length > NAMES_SHOWN ? ", ..." : "";
  throw new InputError(
    `${name}: no kmem event to import; it has ${shown.join(", ")}${more}` +
      `${
        skipped > 0 ? `, ${many(skipped, "line")} ${skipped > 1 ? "were" : "was"} skipped` : ""
      }; trace with the events ` +
      `kmem:mm_page_alloc and kmem:mm_page_free`,
  );
}
