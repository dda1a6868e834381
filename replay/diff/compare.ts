/**
 * Two logs compared: where they part first, at a page, and by a decision; in words, and for programs.
 * @module
 */
import type { LogHeader } from "../../events/file/header.ts";
import { pfnOf } from "../../events/log.ts";
import { formatEvent } from "../../events/text.ts";
import {
  ALL_KINDS,
  decisionsOf,
  type Difference,
  everybodys,
  PAGE_KINDS,
  type Parting,
  partingOf,
  type Side,
} from "../diff.ts";
import { titleOf } from "../log_facts.ts";
import type { Blocks } from "../replay.ts";
import { count, eventName, frame, wrapped } from "../text.ts";

/** A log with its name. */
export interface NamedLog extends Blocks {
  readonly name: string;
  readonly header: LogHeader;
}

/** The design of a log that holds what a guest was seen to do (`match RUN.json --out`). */
const MEASURED = "measured";

/** Parts of the headers that differ. */
function differences(a: LogHeader, b: LogHeader): Difference[] {
  const names = ["design", "profile", "host", "seed", "scenario", "geometry", "actors"] as const;
  return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}

/** One side of a parting, for programs and for people. */
export interface Told {
  readonly event: number;
  readonly text: string;
}

/** Either side of a parting; null where a log has ended. */
export interface ToldParting {
  readonly a: Told | null;
  readonly b: Told | null;
}

/** Where two logs part, as `diff --json` tells it. */
export interface Compared {
  readonly same: boolean;
  readonly whose: string;
  readonly firstEvent: number | null;
  readonly firstDecision: number | null;
  readonly firstPage: number | null;
  readonly headers: readonly Difference[];
  readonly a: { readonly log: string; readonly events: number };
  readonly b: { readonly log: string; readonly events: number };
  readonly event: ToldParting | null;
  readonly decision: ({ readonly whose: string } & ToldParting) | null;
  readonly page: ({ readonly pfn: number | null } & ToldParting) | null;
}

function told(side: Side | null, { header }: NamedLog): Told | null {
  if (side === null) return null;
  const names = header.actors.map(({ name }) => name);
  return { event: side.number, text: formatEvent(side.words, 0, names, side.number) };
}

function bothOf(parting: Parting | null, a: NamedLog, b: NamedLog) {
  return parting === null ? null : { a: told(parting.a, a), b: told(parting.b, b) };
}

/**
 * Compares two logs.
 * @param common events that both are known to begin with
 */
export function compare(a: NamedLog, b: NamedLog, common: number): Compared {
  const headers = differences(a.header, b.header);
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

/** Either side on lines of its own, broken behind its label. */
function sides(both: { a: Told | null; b: Told | null }): string[] {
  return [["A", both.a], ["B", both.b]].flatMap(([label, side]) => {
    const text = side === null ? "has none here" : (side as Told).text;
    return wrapped(text, 74).map((line, at) => `${at === 0 ? `  ${label}  ` : "       "}${line}`);
  });
}

/** What a comparison says, in lines of 80 columns. */
export function compareText(compared: Compared, a: NamedLog, b: NamedLog): string {
  const { headers, event, decision, page, whose } = compared;
  const head = (label: string, log: NamedLog): string =>
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
