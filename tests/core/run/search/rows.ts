/**
 * Rows 1 to 21 of the one-page table (facts of free page hinting, section G), from the bundled case files:
 * which host, which driver, which log. The table's verdicts are a small model's, found by reading code; what
 * this search says is a model finding too.
 * @module
 */
import { caseNames, loadCase } from "../../../../cli/explore/case_file.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import type { Design } from "../../../../core/run/designs/design.ts";
import { rulesOf } from "../../../../core/run/search/cases.ts";
import type { Bounds } from "../../../../core/run/search/one_page.ts";

export interface Row {
  readonly row: number;
  readonly story: string;
  readonly host: Host;
  readonly design: Design;
  readonly bounds: Bounds;
  readonly verdict: "safe" | "violation";
}

/** The table's rows in which the page is lost. */
const LOST = [6, 7, 8, 9, 10, 11, 15, 18, 19, 20];

export const ROWS: readonly Row[] = caseNames().filter((name) => name.startsWith("row-"))
  .map((name): Row => {
    const spec = loadCase(name), row = Number(name.slice("row-".length));
    const verdict = LOST.includes(row) ? "violation" : "safe";
    return { row, story: spec.story, bounds: spec.bounds, verdict, ...rulesOf(spec) };
  });
