/**
 * The summary: middles, tenths, and who is best in how many configurations.
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { columnAt, figureColumns } from "../../../cli/sweep/columns.ts";
import type { SweepResult } from "../../../cli/sweep/engine.ts";
import type { Plan } from "../../../cli/sweep/plan.ts";
import { type OfDesign, spreadOf, summaryOf } from "../../../cli/sweep/summary.ts";
import { summaryText } from "../../../cli/sweep/summary_text.ts";
import { inFolder } from "../front_desk.ts";
import { planned, SMALL } from "./support.ts";

type Told = Partial<
  Record<"bytes" | "totalNs" | "lostPages" | "freePagesMin" | "allocationsFailed", number>
>;

/** Results as they are told by design, seed and value. */
const resultsOf =
  (plan: Plan, tell: (design: string, seed: number, link: number) => Told) =>
  (index: number): SweepResult => {
    const figures = figureColumns.map(() => 0);
    const told = tell(plan.designOf(index), plan.seedOf(index), Number(plan.valuesOf(index)[0]));
    const all = { freePagesAtBegin: 1000, freePagesMin: 1000, ...told };
    for (const [name, value] of Object.entries(all)) figures[columnAt(name)] = value;
    return { index, id: plan.idOf(index), figures, digest: "d", failure: "" };
  };

Deno.test("the middle and the tenths are values that were there", () => {
  assertEquals(spreadOf([]), null);
  assertEquals(spreadOf([7]), { median: 7, low: 7, high: 7 });
  const tenths = [10, 3, 4, 5, 6, 7, 8, 9, 2, 1, 0];
  assertEquals(spreadOf(tenths), { median: 5, low: 1, high: 9 });
});

Deno.test("who sends least, is over first and disturbs least; none is no rival, nor who loses pages", async () => {
  await inFolder(async (folder) => {
    const { plan } = await planned(folder, {
      ...SMALL,
      designs: ["none", "v33", "merged"],
      seeds: { count: 3 },
    });
    const { contests, designs, hasBaseline, axes } = summaryOf(
      plan,
      resultsOf(plan, (design, seed, link) => {
        if (design === "none") return { bytes: 1000, totalNs: 1 };
        if (design === "v33") {
          return { bytes: link, totalNs: 50, freePagesMin: 900, lostPages: seed === 3 ? 1 : 0 };
        }
        return { bytes: 500, totalNs: 50 + seed, freePagesMin: 100, allocationsFailed: 0 };
      }),
    );
    const wins = designs.map((one: OfDesign) => one.wins);
    assertEquals([contests, hasBaseline], [6, true]);
    assertEquals(wins, [
      { sent: 0, time: 0, guest: 0 },
      { sent: 2, time: 4, guest: 4 }, // of link 500 in seeds 1 and 2: there both send as much
      { sent: 6, time: 2, guest: 2 },
    ]);
    assertEquals(designs.map(({ lost, runs }) => [lost, runs]), [[0, 6], [2, 6], [0, 6]]);
    assertEquals(designs[2].saving, { median: 0.5, low: 0.5, high: 0.5 });
    assertEquals(axes.map(({ name, values }) => [name, values]), [["link", ["500", "1000"]]]);
    assertEquals(axes[0].cells[1].map((cell) => cell?.median), [0.5, 0]);
  });
});

Deno.test("an axis of many values is told in five stretches", async () => {
  await inFolder(async (folder) => {
    const { plan } = await planned(folder, {
      ...SMALL,
      axes: [{ name: "link", key: "host.linkMbit", range: { from: 100, to: 1000, steps: 10 } }],
    });
    const { axes: [{ values, cells }] } = summaryOf(
      plan,
      resultsOf(plan, (design, _, link) => ({ bytes: design === "none" ? 1000 : link })),
    );
    assertEquals(values, ["100..200", "300..400", "500..600", "700..800", "900..1000"]);
    assertEquals(cells[1].map((cell) => cell?.low.toFixed(2)), [
      "0.80",
      "0.60",
      "0.40",
      "0.20",
      "0.00",
    ]);
  });
});

Deno.test("the summary is 80 columns wide, without none as with it, and tells of failures", async () => {
  await inFolder(async (folder) => {
    for (const designs of [["all"], ["v33", "merged"]]) {
      const sweep = await planned(folder, { ...SMALL, designs });
      const tell = resultsOf(sweep.plan, (_, seed) => ({ bytes: 123456789 * seed, totalNs: 5e8 }));
      const failing = (index: number): SweepResult =>
        index === 1 ? { ...tell(index), figures: [], failure: "it is poisoned" } : tell(index);
      const text = summaryText(sweep, summaryOf(sweep.plan, failing));
      assertEquals(text.split("\n").filter((line) => line.length > 80), []);
      assertMatch(text, designs[0] === "all" ? / saved, by axis/ : / sent, by axis/);
      assertMatch(text, / failed$/m);
    }
  });
});
