/**
 * `deno task diff`: where two logs part.
 * @module
 */
import type { LogHeader } from "../events/file/header.ts";
import { pfnOf } from "../events/log.ts";
import { formatEvent } from "../events/text.ts";
import {
  ALL_KINDS,
  decisionsOf,
  type Difference,
  everybodys,
  PAGE_KINDS,
  type Parting,
  partingOf,
  type Side,
} from "../replay/diff.ts";
import { commonEvents } from "../replay/diff/blocks.ts";
import { count, eventName, frame, wrapped } from "../replay/text.ts";
import {
  type Command,
  EXIT_FINDINGS,
  EXIT_OK,
  type Given,
  InputError,
  note,
  print,
  runCommand,
} from "./command.ts";
import { STDIN } from "./files.ts";
import { Progress } from "./progress.ts";
import { newestTwo, type OpenLog, openLog, titleOf } from "./logs.ts";

const command: Command = {
  name: "diff",
  sentence:
    "Says where two logs part: the first event, the first page and the first decision. Exit 1 if " +
    "they differ.",
  words: "[A B]",
  wordsMax: 2,
  options: { json: { help: "print one object" } },
  examples: [
    ["deno task diff", "the two newest logs of out/: the last run's"],
    ["deno task diff out/none.log out/v33.log", "two designs on the same guest"],
    ["deno task diff out/v33.log again.log --json", "for a program"],
  ],
  json: [
    "same: true if every event is the same, times too; headers[]: what of the headers differs",
    "firstEvent, firstDecision: event numbers (in B; in A if only A has it), or null; firstPage: a pfn",
    "event, decision, page: a, b: event (number) and text of either side, or null where it ended",
    "whose: whose decisions were looked at last",
    "decision.whose: whose decisions were compared; page.pfn; a, b: log, events",
  ],
};

/** The design of a log that holds what a guest was seen to do (`match RUN.json --out`). */
const MEASURED = "measured";

/** Parts of the headers that differ. */
function differences(a: LogHeader, b: LogHeader): Difference[] {
  const names = ["design", "profile", "host", "seed", "scenario", "geometry", "actors"] as const;
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

/** One side of a parting, for programs and for people. */
interface Told {
  readonly event: number;
  readonly text: string;
}

function told(side: Side | null, { header }: OpenLog): Told | null {
  if (side === null) return null;
  const names = header.actors.map(({ name }) => name);
  return { event: side.number, text: formatEvent(side.words, 0, names, side.number) };
}

function bothOf(parting: Parting | null, a: OpenLog, b: OpenLog) {
  return parting === null ? null : { a: told(parting.a, a), b: told(parting.b, b) };
}

/** Events that both logs begin with, told by their blocks. */
function commonOf(a: OpenLog, b: OpenLog): number {
  using progress = new Progress("comparing", Math.min(a.events, b.events));
  return commonEvents(a, b, (events) => progress.add(events));
}

function compare(a: OpenLog, b: OpenLog) {
  const headers = differences(a.header, b.header);
  const common = commonOf(a, b);
  const event = partingOf(a, b, ALL_KINDS, common + 1, true);
  const from = event === null ? 1 : (event.b ?? event.a)!.number;
  const find = (chosen: Uint8Array): Parting | null =>
    event === null ? null : partingOf(a, b, chosen, from, false);
  const page = find(PAGE_KINDS);
  let { chosen, whose } = decisionsOf(headers);
  let decision = find(chosen);
  // What was measured tells of nothing but hints: that the rest is not there is no decision.
  const isMeasured = [a, b].some(({ header }) => header.design === MEASURED);
  if (decision === null && chosen !== everybodys && !isMeasured) {
    whose = "anybody";
    decision = find(everybodys);
  }
  const numberOf = (parting: Parting | null): number | null =>
    parting === null ? null : (parting.b ?? parting.a)!.number;
  const pageSide = page === null ? null : (page.b ?? page.a)!;
  const pfn = pageSide === null ? null : pfnOf(pageSide.words, 0);
  return {
    same: event === null,
    whose,
    firstEvent: numberOf(event),
    firstDecision: numberOf(decision),
    firstPage: pfn,
    headers,
    a: { log: a.name, events: a.events },
    b: { log: b.name, events: b.events },
    event: bothOf(event, a, b),
    decision: decision === null ? null : { whose, ...bothOf(decision, a, b)! },
    page: page === null ? null : { pfn, ...bothOf(page, a, b)! },
  };
}

type Compared = ReturnType<typeof compare>;

/** Either side on lines of its own, broken behind its label. */
function sides(both: { a: Told | null; b: Told | null }): string[] {
  return [["A", both.a], ["B", both.b]].flatMap(([label, side]) => {
    const text = side === null ? "has none here" : (side as Told).text;
    return wrapped(text, 74).map((line, at) => `${at === 0 ? `  ${label}  ` : "       "}${line}`);
  });
}

function textOf(compared: Compared, a: OpenLog, b: OpenLog): string {
  const { headers, event, decision, page, whose } = compared;
  const head = (label: string, log: OpenLog): string =>
    `${label}  ${log.name}   ${count(log.events)} events   ${titleOf(log.header)}`.trimEnd();
  const lines = [head("A", a), head("B", b)];
  if (headers.length > 0) lines.push(...wrapped(`Their headers differ in ${headers.join(", ")}.`));
  lines.push("");
  if (event === null) return [...lines, "Every event is the same, times too."].join("\n");
  lines.push(`first event apart: ${eventName(compared.firstEvent!)}`, ...sides(event), "");
  if (page === null) lines.push("No page apart: the events that name pages are the same.", "");
  else lines.push(`first page apart: ${frame(page.pfn!)}`, ...sides(page), "");
  if (decision === null) lines.push(noDecision(whose));
  else {
    const first = eventName(compared.firstDecision!);
    lines.push(`first decision of ${decision.whose} apart: ${first}`, ...sides(decision));
  }
  return lines.join("\n");
}

const noDecision = (whose: string): string =>
  whose === "anybody"
    ? "No decision apart: only consequences and times differ."
    : `No decision of ${whose} apart.`;

function nextSteps({ decision, page, event }: Compared, a: OpenLog, b: OpenLog): void {
  const log = (decision ?? event)?.b ? b : a;
  if (log.name === STDIN || event === null) return;
  const at = (decision ?? event).b?.event ?? (decision ?? event).a!.event;
  note(`\n next  deno task replay ${log.name} --at ${at}   the state there`);
  if (page) {
    note(`       deno task replay ${log.name} --page ${frame(page.pfn!)}   the page's life`);
  }
  note(`       deno task log ${log.name} --from ${Math.max(1, at - 5)} --to ${at + 5}`);
}

async function main(given: Given): Promise<number> {
  const words = given.words.length > 0 ? given.words : newestTwo();
  const [first, second] = words;
  if (second === undefined) {
    throw new InputError("two logs are compared: deno task diff out/none.log out/v33.log");
  }
  if (first === "-" && second === "-") {
    throw new InputError("standard input is one log: name a file for the other");
  }
  const a = await openLog(first, false), b = await openLog(second, false);
  const compared = compare(a, b);
  if (given.flag("json")) print(JSON.stringify(compared));
  else {
    print(textOf(compared, a, b));
    nextSteps(compared, a, b);
  }
  return compared.same ? EXIT_OK : EXIT_FINDINGS;
}

if (import.meta.main) await runCommand(command, main);
