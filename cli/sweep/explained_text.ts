/**
 * Two tables below the summary: how sure it is that a design is worth it, and which axis explains how much.
 * @module
 */
import { count, WIDTH, wrapped } from "../../replay/text.ts";
import { BASELINE } from "./measures.ts";
import { inPages, percent } from "./pages.ts";
import type { Sensitivity } from "./sensitivity.ts";
import type { Summary } from "./summary.ts";

/** In how many combinations a design saves enough. */
export function worthTable({ worth, designs }: Summary): string[] {
  if (worth === null) return [];
  const rows = designs.flatMap(({ design }, at) => {
    const { all, some, none } = worth.designs[at];
    return design === BASELINE ? [] : [[design, ...[all, some, none].map(count)]];
  });
  return [
    "",
    ` at least ${percent(worth.threshold)} saved, in how many combinations`,
    "",
    ...inPages([["", "in all seeds", "in some", "in none"], ...rows]),
  ];
}

/** Whose variance is explained, in words. */
const EXPLAINED: Readonly<Record<string, string>> = {
  saving: "what is saved",
  sent: "what is sent",
};

/** Shares of the variance of the first figure. */
export function sensitivityTable({ axes, figures }: Sensitivity, { designs }: Summary): string[] {
  const { figure, designs: shares } = figures[0];
  const rows = designs.flatMap(({ design }, at) => {
    const own = shares[at];
    return own === null ? [] : [[design, ...[...own.axes, own.together, own.seed].map(percent)]];
  });
  if (rows.length === 0 || axes.length === 0) return [];
  return [
    "",
    ` how much of the spread of ${EXPLAINED[figure]} each axis explains by itself`,
    "",
    ...inPages([["", ...axes, "together", "seed"], ...rows]),
    "",
    ...wrapped(
      "Shares of its variance over all runs: between the means of an axis's values; together: by axes " +
        "together only; seed: within a configuration.",
      WIDTH - 1,
    ).map((line) => ` ${line}`),
  ];
}
