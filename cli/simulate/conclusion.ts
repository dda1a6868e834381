/**
 * What the comparison comes to, in a few sentences that the figures bear out; designs that say the same
 * are named together.
 * @module
 */
import { count, many } from "../../replay/text.ts";
import type { Figures } from "../../replay/views/figures.ts";
import { type Column, median } from "./cells.ts";

/** `a, b and c` */
function listed(names: readonly string[]): string {
  const last = names[names.length - 1];
  return names.length < 2 ? last ?? "" : `${names.slice(0, -1).join(", ")} and ${last}`;
}

/** Designs by what is said of them, in the order in which it was said first. */
function grouped(
  columns: readonly Column[],
  say: (column: Column) => string | undefined,
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const column of columns) {
    const said = say(column);
    if (said === undefined) continue;
    const group = groups.get(said);
    if (group === undefined) groups.set(said, [column.design]);
    else group.push(column.design);
  }
  return groups;
}

/** `108 with v33 and v35; 12 with bitmap-2016`: the most that a design had in any run. */
function amounts(columns: readonly Column[], pick: (figures: Figures) => number): string {
  const groups = grouped(columns, ({ runs }) => {
    const most = Math.max(...runs.map(pick));
    return most === 0 ? undefined : `${runs.length > 1 ? "up to " : ""}${count(most)}`;
  });
  return [...groups].map(([amount, names]) => `${amount} with ${listed(names)}`).join("; ");
}

const savedIn = ({ runs }: Column, base: Column, run: number): number =>
  1 - runs[run].migration.bytes / base.runs[run].migration.bytes;

function savings(columns: readonly Column[], seeds: number): string[] {
  const base = columns.find(({ hints }) => !hints), hinting = columns.filter(({ hints }) => hints);
  if (base === undefined || hinting.length === 0) return [];
  if (base.runs.some(({ migration }) => migration.bytes === 0)) return [];
  const groups = grouped(hinting, (column) => {
    const saved = median(column.runs.map((_, run) => savedIn(column, base, run)));
    const percent = (100 * Math.abs(saved)).toFixed(0);
    return percent === "0"
      ? "about as much as"
      : `${percent} % ${saved > 0 ? "less" : "more"} than`;
  });
  const parts = [...groups].map(([said, names], at) =>
    at === 0
      ? `${listed(names)} send${names.length > 1 ? "" : "s"} ${said} no hinting`
      : `${listed(names)} ${said.replace(/ (than|as)$/, "")}`
  );
  const sentence = `${parts.join("; ")}${seeds > 1 ? ", in the median" : ""}.`;
  if (seeds === 1) return [sentence];
  const always = base.runs.filter((_, run) =>
    hinting.every((column) => savedIn(column, base, run) > 0)
  );
  const each = hinting.length > 1 ? "each" : "it";
  return [sentence, `In ${always.length} of ${seeds} seeds ${each} sends less.`];
}

function losses(columns: readonly Column[], seeds: number): string[] {
  const lost = amounts(columns, ({ migration }) => migration.lostPages);
  const isLost = (run: number): boolean =>
    columns.some(({ runs }) => runs[run].migration.lostPages > 0);
  const bad = Array.from({ length: seeds }, (_, run) => run).filter(isLost).length;
  const where = seeds > 1 ? `, in ${bad} of ${seeds} seeds` : "";
  if (lost !== "") {
    return [`LOST PAGES: ${lost}${where}: a model finding, under the host rules below.`];
  }
  const stale = amounts(columns, ({ hints }) => hints.staleAtUse);
  const all = seeds > 1 ? `, in ${seeds} of ${seeds} seeds` : "";
  if (stale === "") return seeds > 1 ? [`No page is lost${all}.`] : [];
  return [
    `Pages that were stale when the host skipped them (${stale}) did no harm: no page that the ` +
    `guest may rely on differs at the destination${all}.`,
  ];
}

function failures(columns: readonly Column[]): string[] {
  const failed = amounts(columns, ({ guest }) => guest.allocationsFailed);
  return failed === "" ? [] : [`Allocations of the guest failed: ${failed}.`];
}

/** A sentence or two that the figures bear out; empty if there is nothing to say. */
export function conclusion(columns: readonly Column[]): string {
  const seeds = columns[0]?.runs.length ?? 0;
  return [...savings(columns, seeds), ...losses(columns, seeds), ...failures(columns)].join(" ");
}

/** What a table over seeds shows. */
export const spreadNote = (seeds: number): string =>
  seeds > 1 ? `The median of ${many(seeds, "seed")}; below it from..to, where they differ.` : "";
