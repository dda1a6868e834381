/**
 * What the project claims about speed and size, measured: `deno task bench [--json]`.
 * Each figure is the best of several runs; ratios compare runs of the same process.
 * @module
 */
import { applyAll } from "../../core/state/apply.ts";
import { pagesOf } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { namesOf, prepare, runAll, worldOf } from "../../core/run/simulate.ts";
import { EventLog, STRIDE } from "../../events/log.ts";
import { rules, scenario } from "../support/runs.ts";
import { auditRows, type Judged } from "./audit.ts";
import { importRows } from "./import.ts";
import { searchRows } from "./search.ts";
import { matchRows } from "./match.ts";
import { seekRows } from "./seek.ts";
import { best, type Row } from "./rows.ts";

const REPEATS = 20, LIVE_REPEATS = 8;

/** Reads every word of the log and nothing else: what any replay must at least do. */
function readOnly(words: Int32Array, length: number): number {
  let sum = 0;
  for (let at = 0; at < length * 4; at++) sum = (sum + words[at]) | 0;
  return sum;
}

const subject = scenario("default");
const rows: Row[] = [], judged: Judged[] = [];
const total = { events: 0, replay: 0, live: 0 };
for (const design of subject.designs) {
  const world = worldOf(subject, rules(design, subject.guest.profile));
  let log = new EventLog();
  let run = prepare(subject, rules(design, subject.guest.profile), log);
  const live = best(LIVE_REPEATS, () => {
    log = new EventLog(1 << 22);
    run = prepare(subject, rules(design, subject.guest.profile), log);
  }, () => runAll(run, world));
  const memory = new Memory(run.geometry), empty = new Memory(run.geometry);
  const replay = best(
    REPEATS,
    () => memory.copyFrom(empty),
    () => applyAll(memory, log.words, 0, log.length),
  );
  const plain = best(REPEATS, () => {}, () => readOnly(log.words, log.length));
  judged.push({
    words: log.words.slice(0, log.length * STRIDE),
    geometry: run.geometry,
    lanes: namesOf(run.actors),
  });
  total.events += log.length;
  total.replay += replay;
  total.live += live;
  const rate = (ms: number): number => log.length / ms / 1000;
  rows.push(
    { what: `${design}: events of the log`, value: log.length, unit: "events", goal: "" },
    {
      what: `${design}: replay from memory`,
      value: rate(replay),
      unit: "M events/s",
      goal: "",
    },
    { what: `${design}: live simulation`, value: rate(live), unit: "M events/s", goal: "" },
    {
      what: `${design}: replay to reading the words`,
      value: replay / plain,
      unit: "times",
      goal: "",
    },
    { what: `${design}: live to replay`, value: live / replay, unit: "times", goal: "" },
  );
  if (design !== subject.designs[0]) continue;
  rows.push(
    {
      what: "state a page frame",
      value: memory.buffer.byteLength / run.geometry.frames,
      unit: "bytes",
      goal: "<= 20",
    },
    {
      what: "state a page of the guest (the hole below 4 GiB counted)",
      value: memory.buffer.byteLength / pagesOf(run.geometry),
      unit: "bytes",
      goal: "",
    },
  );
}
const all = (ms: number): number => total.events / ms / 1000;
rows.push(
  {
    what: "all logs: replay from memory",
    value: all(total.replay),
    unit: "M events/s",
    goal: ">= 20",
  },
  { what: "all logs: live simulation", value: all(total.live), unit: "M events/s", goal: ">= 5" },
);
rows.push(
  ...searchRows(),
  ...auditRows(judged),
  ...await importRows(),
  ...await matchRows(),
  ...await seekRows(),
);

if (Deno.args.includes("--json")) console.log(JSON.stringify({ rows }));
else {
  for (const { what, value, unit, goal } of rows) {
    const number = value.toLocaleString("en-US", { maximumFractionDigits: 2 });
    console.log(`${what.padEnd(58)} ${number.padStart(10)} ${unit.padEnd(11)} ${goal}`);
  }
}
