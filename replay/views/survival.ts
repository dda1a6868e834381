/**
 * The view `survival`: of free blocks, the share that is still free after a while. On a real kernel's
 * trace it says how good a hint is: (a) of blocks that became free, (b) of a hint read at any instant.
 *
 * JSON: `clock`, `delays[]` (ns, or counts of a clock that tells no time), `orders[]`: `order`,
 * `spells`, and by delay `followed[]` (spells that the log shows for so long), `stillFree[]`,
 * `atRandomInstant[]` (shares from 0 to 1, or null where the log shows none for so long).
 * @module
 */
import { tellsNoLists } from "../known_pages.ts";
import { type OrderSurvival, SurvivalFold } from "../survival.ts";
import { count, table, wrapped } from "../text.ts";
import type { Scene, View } from "./view.ts";

const DELAYS_NS = [1e6, 1e7, 1e8, 1e9, 1e10, 1e11];
const NAMES_NS = ["1 ms", "10 ms", "100 ms", "1 s", "10 s", "100 s"];
const DELAYS_COUNTS = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
const NAMES_COUNTS = ["1 k", "10 k", "100 k", "1 M", "10 M", "100 M"];

function delaysOf({ clock }: Scene): { delays: readonly number[]; names: readonly string[] } {
  return clock === "ns"
    ? { delays: DELAYS_NS, names: NAMES_NS }
    : { delays: DELAYS_COUNTS, names: NAMES_COUNTS };
}

const share = (part: number, whole: number): number | null => whole > 0 ? part / whole : null;

function jsonOf(scene: Scene, orders: readonly OrderSurvival[]) {
  return {
    clock: scene.clock,
    delays: delaysOf(scene).delays,
    orders: orders.map(({ order, spells, followed, still, instants, good }) => ({
      order,
      spells,
      followed,
      stillFree: still.map((part, at) => share(part, followed[at])),
      atRandomInstant: good.map((part, at) => share(part, instants[at])),
    })),
  };
}

type Survival = ReturnType<typeof jsonOf>;

/** `99.9 %`; never 100 or 0 for what is not quite. */
function percent(value: number | null): string {
  if (value === null) return "-";
  if (value === 0 || value === 1) return `${100 * value} %`;
  return `${Math.min(99.9, Math.max(0.1, 100 * value)).toFixed(1)} %`;
}

function rowsOf(scene: Scene, { orders }: Survival, of: "stillFree" | "atRandomInstant"): string[] {
  const { names } = delaysOf(scene);
  const rows = orders.filter(({ spells }) => spells > 0).map((order) => [
    `  ${order.order}`,
    count(order.spells),
    ...order[of].map(percent),
  ]);
  return table([["order", "blocks", ...names], ...rows]);
}

function textOf(scene: Scene, survival: Survival): string {
  if (survival.orders.every(({ spells }) => spells === 0)) return "No block became free by here.";
  const unit = scene.clock === "ns" ? "" : " (the log's clock counts events and tells no time)";
  return [
    ...wrapped(`Blocks still free so long after they became free${unit}:`),
    ...rowsOf(scene, survival, "stillFree"),
    "",
    ...wrapped(
      "Blocks still free so long after any instant at which they were: what a hint is worth.",
    ),
    ...rowsOf(scene, survival, "atRandomInstant"),
    "",
    ...wrapped(
      "- : the log shows no block for so long. A block counts once each time it becomes free." +
        (tellsNoLists(scene.memory)
          ? " What was free before the trace began is not known, and not counted."
          : ""),
    ),
  ].join("\n");
}

export const survival: View = {
  name: "survival",
  sentence: "by order, the share of free blocks still free after 1 ms to 100 s",
  begin(scene) {
    const fold = new SurvivalFold(scene.memory, delaysOf(scene).delays, scene.end);
    return {
      fold,
      show() {
        const json = jsonOf(scene, fold.result());
        return { json, text: textOf(scene, json) };
      },
    };
  },
};
