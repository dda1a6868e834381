/**
 * What the project claims about speed and size, measured: `deno task bench [--json] [--dat trace.dat]`. More than
 * `deno task figures`, and by the same measurements.
 * Each figure is the best of several runs; ratios compare runs of the same process.
 * @module
 */
import type { Figure } from "../../cli/figures/figure.ts";
import { fileMs, replayMs } from "../../cli/figures/replay.ts";
import { sizeFigures } from "../../cli/figures/sizes.ts";
import { makeSubjects } from "../../cli/figures/subjects.ts";
import { pagesOf } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { auditRows } from "./audit.ts";
import { importRows } from "./import.ts";
import { searchRows } from "./search.ts";
import { matchRows } from "./match.ts";
import { seekRows } from "./seek.ts";
import { sweepRows } from "./sweep.ts";
import { traceCmdRows } from "./trace_cmd.ts";
import type { Row } from "./rows.ts";

const REPEATS = 20, LIVE_REPEATS = 8;

const dat = Deno.args.indexOf("--dat");
const folder = await Deno.makeTempDir({ prefix: "hintlab-bench-" });
const subjects = await makeSubjects(folder, LIVE_REPEATS);
const { runs, traces } = subjects;
const rows: Row[] = [];
const total = { events: 0, replay: 0, floor: 0, file: 0, live: 0 };
for (const run of runs) {
  const { design, events, liveMs: live } = run;
  const { replay, floor } = replayMs(run, REPEATS);
  const file = await fileMs(run, REPEATS);
  total.events += events;
  total.replay += replay;
  total.floor += floor;
  total.file += file;
  total.live += live;
  const rate = (ms: number): number => events / ms / 1000;
  const row = (what: string, value: number, unit: string): Row => ({
    what: `${design}: ${what}`,
    value,
    unit,
    goal: "",
  });
  rows.push(
    row("events of the log", events, "events"),
    row("replay from memory", rate(replay), "M events/s"),
    row("replay from its file", rate(file), "M events/s"),
    row("live simulation", rate(live), "M events/s"),
    row("replay to summing the words and touching their pages", replay / floor, "times"),
    row("live to replay", live / replay, "times"),
  );
}
const { geometry } = runs[0];
const goals: Readonly<Record<string, string>> = {
  bytesPerEvent: "<= 1.5",
  bytesPerEventTrace: "<= 1.5",
  statePerPage: "<= 20",
};
const all = (ms: number): number => total.events / ms / 1000;
rows.push(
  ...(await sizeFigures(subjects)).map(({ name, value, unit }: Figure): Row => ({
    what: name,
    value,
    unit,
    goal: goals[name],
  })),
  {
    what: "state a page of the guest (the hole below 4 GiB counted)",
    value: new Memory(geometry).buffer.byteLength / pagesOf(geometry),
    unit: "bytes",
    goal: "",
  },
  {
    what: "all logs: replay from memory",
    value: all(total.replay),
    unit: "M events/s",
    goal: ">= 30",
  },
  {
    what: "all logs: replay to its floor",
    value: total.replay / total.floor,
    unit: "times",
    goal: "<= 4",
  },
  {
    what: "all logs: replay from files",
    value: all(total.file),
    unit: "M events/s",
    goal: ">= 15",
  },
  { what: "all logs: live simulation", value: all(total.live), unit: "M events/s", goal: ">= 5" },
);
rows.push(
  ...searchRows(),
  ...auditRows(runs),
  ...await importRows(traces[0]),
  ...(dat < 0 ? [] : traceCmdRows(Deno.args[dat + 1])),
  ...await matchRows(),
  ...await sweepRows(),
  ...await seekRows(),
);
await Deno.remove(folder, { recursive: true });

if (Deno.args.includes("--json")) console.log(JSON.stringify({ rows }));
else {
  for (const { what, value, unit, goal } of rows) {
    const number = value.toLocaleString("en-US", { maximumFractionDigits: 2 });
    console.log(`${what.padEnd(58)} ${number.padStart(10)} ${unit.padEnd(11)} ${goal}`);
  }
}
