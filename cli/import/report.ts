/**
 * What an import tells: what was read, what is in the log, what is not and why.
 * @module
 */
import { SKIPS } from "../../events/foreign/report.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { count, many, span, WIDTH, wrapped } from "../../replay/text.ts";
import type { Written } from "./write.ts";

const LABEL = 12;
const NAMES_SHOWN = 8;

/** A label, and text wrapped behind it. */
function row(label: string, text: string): string {
  const lines = wrapped(text, WIDTH - LABEL);
  return lines.map((line, at) => `${(at === 0 ? ` ${label}` : "").padEnd(LABEL)}${line}`)
    .join("\n");
}

function named(trace: TraceImporter, name: string): number {
  return trace.eventNames().find((event) => event.name === name)?.count ?? 0;
}

function skippedText(trace: TraceImporter): string[] {
  const others = trace.eventNames().filter(({ known }) => !known);
  const texts = others.slice(0, NAMES_SHOWN).map(({ name, count: n }) => `${name} ${count(n)}`);
  if (others.length > NAMES_SHOWN) texts.push(`${count(others.length - NAMES_SHOWN)} more names`);
  const rows = texts.length > 0
    ? [row("skipped", `events of other kinds: ${texts.join(", ")}`)]
    : [];
  for (const [reason, { count: lines, firstLine }] of trace.report.skipped) {
    rows.push(
      row("skipped", `${many(lines, "line")} ${SKIPS[reason]} (first: line ${count(firstLine)})`),
    );
  }
  return rows;
}

function unknownText({ unknown }: Written): string[] {
  const parts = [
    `${many(unknown.allocated, "allocation")} and ${many(unknown.freed, "free")} of blocks that ` +
    "the trace had not named before",
  ];
  if (unknown.freedAgain > 0) {
    parts.push(
      `${many(unknown.freedAgain, "block")} freed again with no allocation between (bulk ` +
        "allocation and compaction have no event)",
    );
  }
  if (unknown.allocatedAgain > 0) {
    parts.push(`${many(unknown.allocatedAgain, "block")} allocated that were in use`);
  }
  return [row("unknown", parts.join("; "))];
}

/** The report for people. */
export function textOf(trace: TraceImporter, written: Written): string {
  const { report, clock, tasks, log } = trace;
  const { header, span: length } = written;
  const time = header.clock === "ns" ? span(length) : `${count(length)} counts of its clock`;
  const batched = named(trace, "mm_page_free_batched");
  const frees = named(trace, "mm_page_free") + report.batchedAlone;
  return [
    ...wrapped(
      `${many(report.lines, "line")} of ${report.form} text: ${many(log.events, "event")} of ` +
        `${many(tasks.all.length, "task")} on ${many(header.geometry.cpus, "cpu")}, ${time} from ` +
        `${clock.first} on.`,
    ),
    "",
    row(
      "requests",
      `${many(named(trace, "mm_page_alloc"), "allocation")}, ${many(frees, "free")}` +
        (batched > 0 ? ` (${count(batched)} of them as part of a list)` : ""),
    ),
    row(
      "lists",
      `${many(named(trace, "mm_page_alloc_zone_locked"), "removal")}, ` +
        `${many(named(trace, "mm_page_pcpu_drain"), "drain")}, ` +
        `${many(named(trace, "mm_page_alloc_extfrag"), "steal")}`,
    ),
    ...unknownText(written),
    ...(report.lost > 0 ? [row("LOST", `${many(report.lost, "event")}, says the tracer`)] : []),
    ...(clock.stepsBack > 0
      ? [row("clock", `ran back ${many(clock.stepsBack, "time")}, by ${stepText(trace)} at most`)]
      : []),
    ...(tasks.shared > 0
      ? [row("tasks", `${count(tasks.shared)} share a lane with others of their name`)]
      : []),
    ...skippedText(trace),
    ...(report.flagsNotKept.size > 0
      ? [row("not kept", `flags ${[...report.flagsNotKept].sort().join(", ")}`)]
      : []),
    "",
    ` log        ${written.path}   state ${written.digest}`,
  ].join("\n");
}

function stepText({ clock }: TraceImporter): string {
  return clock.pointed ? span(clock.stepBackMax) : `${count(clock.stepBackMax)} counts`;
}

/** The keys that `--json` promises. */
export function jsonOf(trace: TraceImporter, written: Written): string {
  const { report, clock, tasks, log } = trace;
  const { header, unknown } = written;
  const { allocated, freed, freedAgain, allocatedAgain } = unknown;
  return JSON.stringify({
    log: written.path,
    events: log.events,
    digest: written.digest,
    lines: report.lines,
    form: report.form,
    clock: header.clock,
    begin: clock.first,
    tasks: tasks.all.length,
    tasksShared: tasks.shared,
    cpus: header.geometry.cpus,
    frames: header.geometry.frames,
    names: Object.fromEntries(trace.eventNames().map(({ name, count: n }) => [name, n])),
    skipped: Object.fromEntries([...report.skipped].map(([reason, { count: n }]) => [reason, n])),
    unknown: { allocated, freed, freedAgain, allocatedAgain },
    lost: report.lost,
    batchedAlone: report.batchedAlone,
    stepsBack: clock.stepsBack,
    flagsNotKept: [...report.flagsNotKept].sort(),
  });
}
