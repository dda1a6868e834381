/**
 * What a match without lists found: of each sort what was sure, and which lists are sure from when on.
 * @module
 */
import type { Sure, SureList } from "../../core/run/match/sure.ts";
import { type Sort, SORTS, type Tally } from "../../core/run/match/tally.ts";
import { listName } from "../../core/state/invariants/lists.ts";
import { percpuIndex, percpuOrder } from "../../core/state/lists.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { TYPES } from "../../events/kinds.ts";
import { count, eventName, many, table, wrapped } from "../../replay/text.ts";
import { missLines, percent } from "./report.ts";

const LISTS_SHOWN = 16;

const byCount = (sure: Sure): SureList[] =>
  [...sure.lists.values()].sort((a, b) => b.count - a.count || a.list - b.list);

/** A list as people name it: a cpu's by its order and type (kernel-6.1 facts, rule 15). */
function nameOf(view: MemoryView, list: number): string {
  const { zones, cpus, percpuLists } = view.geometry, at = list - view.percpuBase;
  if (at < 0 || list >= view.ownerBase) return listName(view, list).replace(/^list of /, "");
  const which = Math.floor(at / percpuLists), index = at % percpuLists;
  const order = percpuOrder(index);
  const types = TYPES.slice(0, 3).filter((_, type) => percpuIndex(order, type) === index);
  const kind = `order ${order}, ${types.join(" or ")}`;
  return `cpu ${which % cpus} of zone ${zones[Math.floor(which / cpus)].name}, ${kind}`;
}

/** The tables for people. */
export function sureTextOf(
  tally: Tally,
  sure: Sure,
  view: MemoryView,
  title: string,
  events: number,
): string {
  const rows = (Object.keys(SORTS) as Sort[]).map((sort) => {
    const share = tally.shares[sort], unsure = tally.unsure[sort];
    return [
      `  ${SORTS[sort]}`,
      count(share.exact),
      count(share.total),
      percent(share),
      count(share.total + unsure),
    ];
  });
  const lists = byCount(sure), first = Math.min(...lists.map(({ fromEvent }) => fromEvent));
  const from = lists.length === 0
    ? "No prediction became sure."
    : `The first sure prediction is of event ${eventName(first)}; ${
      many(lists.length, "list")
    } became sure.`;
  return [
    ...wrapped(
      `${
        many(events, "event")
      } of ${title}: no lists to begin with, learned from the trace. A decision ` +
        "counts if all that it hangs on was seen to happen.",
    ),
    "",
    ...table([["  predicted before it was read", "exact", "sure", "", "of all"], ...rows]),
    "",
    from,
    "",
    ...table([
      ["  list", "sure from event", "predictions"],
      ...lists.slice(0, LISTS_SHOWN).map(({ list, fromEvent, count: times }) => [
        `  ${nameOf(view, list)}`,
        eventName(fromEvent),
        count(times),
      ]),
    ]),
    ...(lists.length > LISTS_SHOWN ? [`  ... ${count(lists.length - LISTS_SHOWN)} more`] : []),
    "",
    ...missLines(tally),
  ].join("\n");
}

/** Keys of `--json` that a match without lists has besides. */
export function sureJsonOf(tally: Tally, sure: Sure, view: MemoryView): Record<string, unknown> {
  return {
    unsure: tally.unsure,
    sureLists: byCount(sure).map(({ list, fromEvent, count }) => ({
      list: nameOf(view, list),
      fromEvent,
      count,
    })),
    rules: [],
  };
}
