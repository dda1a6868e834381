/**
 * `deno task match`: the model held against a real kernel, decision by decision.
 * @module
 */
import { hosts } from "../core/decide/hosts/mod.ts";
import { profiles } from "../core/decide/profiles/mod.ts";
import { compareEnd } from "../core/run/match/compare.ts";
import { match } from "../core/run/match/match.ts";
import { FRAME_BITS } from "../core/state/geometry.ts";
import { count, many } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  named,
  note,
  print,
  runCommand,
} from "./command.ts";
import { nameOf } from "./files.ts";
import { bundled } from "./import/paths.ts";
import { readTrace } from "./import/trace.ts";
import { writeMatched } from "./match/log.ts";
import { jsonOf, textOf, unexplainedOf } from "./match/report.ts";
import { readSnapshot } from "./start/dump.ts";

const PROFILE = "linux-6.1";

const command: Command = {
  name: "match",
  sentence:
    "Holds the model against a real kernel: every page that its allocator took, drained or stole is " +
    "predicted before it is read. Exit 1 if a miss is unexplained.",
  words: "[TRACE]",
  wordsMax: 1,
  options: {
    start: { value: "START.json", help: "the kernel's lists at the trace's first event" },
    end: { value: "END.json", help: "its lists at the last event, to compare at the end" },
    profile: { value: "NAME", help: `the rules (default: ${PROFILE})` },
    log: { value: "OUT", help: "write the matched run as a log: replay, audit and diff read it" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task match", "a bundled trace of Linux 6.1 and its lists"],
    ["deno task match trace.txt.gz --start start.json --end end.json", "one's own"],
    ["deno task match --log out/kernel.log", "a real kernel's history as a log"],
  ],
  json: [
    "events, seconds",
    "removals, pcpAllocations, drained, steals, zoneChoices, refills: exact, total",
    "endLists, endPcpLists, endPcpCounts, endPageblocks, endBoosts: identical, total (null without --end)",
    "rules[]: rule (number in the kernel-6.1 facts), exercised, right",
    "misses[]: class, count, firstEvent; unexplained: how many no class explains",
  ],
};

/** The files that are matched; the bundled ones if none is named. */
function filesOf(given: Given): { trace: string; start: string; end: string | undefined } {
  const trace = given.words[0], start = given.text("start"), end = given.text("end");
  if (trace === undefined && start === undefined) {
    return {
      trace: bundled("base-256.ftrace.zst"),
      start: bundled("base-256.start.json.zst"),
      end: end ?? bundled("base-256.end.json.zst"),
    };
  }
  if (trace === undefined) throw new InputError("--start belongs to a trace: name the trace too");
  if (start === undefined) {
    throw new InputError(`${nameOf(trace)}: its lists are needed: give --start START.json`);
  }
  return { trace, start, end };
}

async function main(given: Given): Promise<number> {
  const files = filesOf(given);
  const profile = named("profile", given.text("profile") ?? PROFILE, profiles);
  const begin = performance.now();
  const start = await readSnapshot(files.start);
  const end = files.end === undefined ? null : await readSnapshot(files.end);
  const trace = await readTrace(files.trace, 2 ** FRAME_BITS);
  const { words, length } = trace.log;
  const frames = Math.max(...start.zones.map((zone) => zone.start_pfn + zone.spanned));
  if (trace.frames > frames || trace.cpus > start.cpus) {
    throw new InputError(
      `${nameOf(files.start)}: it describes ${count(frames)} page frames and ` +
        `${many(start.cpus, "cpu")}, the trace names ${count(trace.frames)} and ${trace.cpus}`,
    );
  }
  const { lanes } = trace.tasks;
  const { tally, machine } = match({ words, events: length, lanes }, start, profile, hosts[0]);
  const report = end === null ? null : compareEnd(machine.memory, end, tally.rules);
  const seconds = (performance.now() - begin) / 1000;
  const out = given.text("log");
  if (out !== undefined) writeMatched(out, machine, trace, profile.name);
  if (given.flag("json")) print(JSON.stringify(jsonOf(tally, report, length, seconds)));
  else {
    const title = `${many(length, "event")} of ${nameOf(files.trace).replace(/^.*\//, "")}, ` +
      `predicted by the rules of ${profile.name}`;
    print(textOf(tally, report, title));
    note(`\n ${count(length)} events in ${seconds.toFixed(2)} s`);
    if (out !== undefined) note(` next  deno task audit ${out}`);
    else note(" next  deno task match --log out/kernel.log   the kernel's history as a log");
  }
  return unexplainedOf(tally) > 0 ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
