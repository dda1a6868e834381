/**
 * `deno task audit`: the rules, run over a log in one pass.
 * @module
 */
import { audit, type Audited } from "../replay/audit.ts";
import { locksReport } from "../replay/locks/accuse.ts";
import { LockGraph } from "../replay/locks/graph.ts";
import { replayBlocks } from "../replay/replay.ts";
import { rules as bundled } from "../replay/rules/mod.ts";
import { count, eventName, frame } from "../replay/text.ts";
import { STRIDE } from "../events/log.ts";
import { cpusOf, cpusText } from "./audit/cpus.ts";
import { locksText } from "./audit/locks.ts";
import { allRules } from "./audit/own_rules.ts";
import { auditText } from "./audit/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  note,
  numberOf,
  print,
  runCommand,
} from "./command.ts";
import { STDIN } from "./files.ts";
import { auditFactsOf, memoryOf, type OpenLog, openLog, titleOf } from "./logs.ts";

const command: Command = {
  name: "audit",
  sentence:
    "Runs the rules over a log: each finding names rule, event, page and reason. Rules that " +
    "the log's events cannot feed are named as not run. Exit 1 if there is a finding.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    at: {
      value: "N",
      help: "findings up to event N, and context, interrupts and locks of each cpu there",
    },
    locks: {
      help: "print the order of locks by class, and what it accuses, in place of the rules",
    },
    rule: {
      value: "FILE",
      help: "a file with rules of your own, run beside the others; may be given again",
      many: true,
    },
    all: { help: "leave no finding out of the text" },
    json: { help: "print one object" },
  },
  examples: [
    ["deno task audit", "the last run"],
    ["deno task audit out/v33.log --at 200000", "up to an event, and who holds what there"],
    ["deno task audit out/merged.log --locks", "which lock was taken under which, and how"],
    ["deno task audit --rule ./mine.ts", "with a rule of your own"],
    ["deno task audit story.txt --json", "a text log, for a program"],
  ],
  json: [
    "log, events, at: what was audited, its events, and the last one judged",
    "count: all findings; findings[]: rule, event, pfn (null where there is none), message; by event",
    "leftOut[]: rule, count (findings that were counted and are not in findings)",
    "ran[]: rules that judged the log; notRun[]: rule, reason, partly (true: it ran but for this)",
    "--at: cpus[]: cpu (240 and up: a thread of the host), context, interrupts (off, by), locks[] " +
    "(lock, holder); null where a log of a trace does not tell it",
    "--locks: classes[] (name, sort, taken, inInterrupts, irqsOn), edges[] (held, taken, count, event), " +
    "accusations[] (what: cycle, interrupts, sleep, recursion; event, message)",
    `rules, as they can be named: ${bundled.map(({ name }) => name).join(", ")}`,
  ],
};

/** A finding with a page, the first there is, shows how to go on. */
function nextSteps({ name }: OpenLog, { findings }: Audited, atEnd: boolean): void {
  if (name === STDIN) return;
  const first = findings[0], paged = findings.find(({ pfn }) => pfn !== null);
  const lines: string[] = [];
  if (paged) {
    lines.push(`deno task replay ${name} --page ${frame(paged.pfn!)}   that page's whole life`);
  }
  if (first) {
    const from = Math.max(1, first.event - 10);
    lines.push(`deno task log ${name} --from ${from} --to ${first.event}   how it came to it`);
    if (atEnd) lines.push(`deno task audit ${name} --at ${first.event}   who holds what there`);
  } else lines.push(`deno task verify ${name}   is the log whole and true?`);
  lines.forEach((line, at) => note(`${at === 0 ? "\n next  " : "       "}${line}`));
}

/** The order of locks up to an event. */
function auditLocks(log: OpenLog, at: number, asJson: boolean): number {
  const memory = memoryOf(log), graph = new LockGraph(memory);
  replayBlocks(memory, log, at, [graph]);
  const report = locksReport(graph);
  if (asJson) print(JSON.stringify({ log: log.name, events: log.events, at, ...report }));
  else {
    const title = titleOf(log.header) || log.name;
    print(`${title}: locks up to event ${eventName(at)} of ${count(log.events)}\n\n`);
    print(locksText(report));
  }
  return report.accusations.length > 0 ? EXIT_FINDINGS : EXIT_OK;
}

async function main(given: Given): Promise<number> {
  if (given.flag("locks") && given.all("rule").length > 0) {
    throw new InputError("--locks is printed in place of the rules: --rule does not go with it");
  }
  const rules = await allRules(given.all("rule"));
  const log = await openLog(given.words[0], false);
  const text = given.text("at");
  const at = text === undefined ? log.events : numberOf("--at", text, 0, log.events);
  if (given.flag("locks")) return auditLocks(log, at, given.flag("json"));
  const memory = memoryOf(log), facts = auditFactsOf(log.header);
  const heads = new Int32Array(memory.cpus * STRIDE);
  const audited = audit(memory, log, at, facts, rules, heads);
  const cpus = text === undefined ? undefined : cpusOf(memory, facts, heads);
  if (given.flag("json")) {
    print(JSON.stringify({ log: log.name, events: log.events, at, ...audited, cpus }));
  } else {
    const title = titleOf(log.header) || log.name;
    print(`${title}: events up to ${eventName(at)} of ${count(log.events)}\n\n`);
    if (cpus !== undefined) print(`${cpusText(cpus).join("\n")}\n\n`);
    print(auditText(audited, rules, given.flag("all")));
    nextSteps(log, audited, text === undefined);
  }
  return audited.count > 0 ? EXIT_FINDINGS : EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
