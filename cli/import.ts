/**
 * `deno task import`: a real kernel's trace becomes a log.
 * @module
 */
import { type Command, EXIT_OK, type Given, note, numberOf, print, runCommand } from "./command.ts";
import { SpillFile } from "./import/spill.ts";
import { readTrace } from "./import/trace.ts";
import { jsonOf, textOf } from "./import/report.ts";
import { writeImported } from "./import/write.ts";
import { FRAME_BITS } from "../core/state/geometry.ts";
import { BUNDLED_TRACE, logPathFor } from "./import/paths.ts";

const PAGES_A_MIB = 256;

const command: Command = {
  name: "import",
  sentence:
    "Makes a log of a kernel's trace: text of tracefs `trace`, `trace-cmd report` or `perf script` " +
    "with the kmem events, plain, .gz or .zst.",
  words: "[TRACE]",
  wordsMax: 1,
  options: {
    out: { value: "LOG", help: "the log to write (default: out/NAME.log, by the trace's name)" },
    mib: { value: "N", help: "the guest's memory: pfns beyond it are skipped and counted" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task import", "a bundled trace of Linux 6.1"],
    ["deno task import trace.txt.gz --out out/mine.log", "a trace of your own"],
    ["trace-cmd report | deno task import - --out out/mine.log", "from standard input"],
    ["perf script | deno task import - --out out/mine.log", "recorded with -e 'kmem:mm_page_*'"],
  ],
  json: [
    "log, events, digest: the log written, its events, the digest of its last state",
    "lines, form, clock (ns or counter), begin, tasks, tasksShared, cpus, frames",
    "names: events by name, as the trace has them; skipped: lines left out, by reason",
    "unknown: allocated, freed (blocks the trace had not named before), freedAgain, allocatedAgain",
    "lost: events that the tracer says it lost; batchedAlone, stepsBack, flagsNotKept[]",
  ],
};

async function main(given: Given): Promise<number> {
  const path = given.words[0] ?? BUNDLED_TRACE;
  const out = given.text("out") ?? logPathFor(path);
  const mib = given.text("mib");
  const frames = mib === undefined
    ? 2 ** FRAME_BITS
    : numberOf("--mib", mib, 1, 2 ** FRAME_BITS / PAGES_A_MIB) * PAGES_A_MIB;
  using spill = new SpillFile(out);
  const trace = await readTrace(path, frames, spill);
  const written = writeImported(trace, out, mib === undefined ? 0 : frames, spill);
  if (given.flag("json")) print(jsonOf(trace, written));
  else {
    print(textOf(trace, written));
    note(`\n next   deno task replay ${out} --show survival   how long a free block stays free`);
    note(`        deno task log ${out} --kind page-allocated   the events`);
    note(`        deno task audit ${out}`);
  }
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
