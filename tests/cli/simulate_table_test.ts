/**
 * The comparison's table and conclusion, from figures made by hand.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Column, median, spreadText } from "../../cli/simulate/cells.ts";
import { conclusion } from "../../cli/simulate/conclusion.ts";
import { table } from "../../cli/simulate/table.ts";
import { emptyFigures, type Figures } from "../../replay/views/figures.ts";

const MIB = 2 ** 20;

function figures(mib: number, change: (figures: Figures) => void = () => {}): Figures {
  const made = emptyFigures();
  made.migration.bytes = mib * MIB;
  change(made);
  return made;
}

const none = (...mibs: number[]): Column => ({
  design: "none",
  hints: false,
  runs: mibs.map((mib) => figures(mib)),
});

const hinting = (design: string, ...runs: Figures[]): Column => ({ design, hints: true, runs });

const lineOf = (text: string, label: string): string =>
  text.split("\n").find((line) => line.includes(label)) ?? "";

Deno.test("three designs have a column each; details that nobody has are left out", () => {
  const v33 = figures(50, ({ hints }) => {
    hints.freeNotHinted = 512;
    hints.notHinted.belowOrder = 512;
  });
  const text = table([none(100), hinting("v33", v33), hinting("merged", figures(60))]);
  assertMatch(lineOf(text, "sent"), /^ sent +100\.0 MiB +50\.0 MiB +60\.0 MiB$/);
  assertMatch(lineOf(text, "below the order"), /- +2\.0 MiB +-$/);
  for (const absent of ["watermark", "percentile", "at receipt"]) {
    assertEquals(lineOf(text, absent), "");
  }
});

Deno.test("many designs have a row each, in tables of 80 columns that tell every figure once", () => {
  const many = Array.from(
    { length: 13 },
    (_, at) =>
      hinting(`a-long-design-${at}`, figures(50 + at, ({ guest }) => guest.allocationsSlowed = at)),
  );
  const text = table([none(100), ...many]), lines = text.split("\n");
  for (const line of lines) assert(line.length <= 80, line);
  for (const title of ["MIGRATION", "HINTS", "NOT HINTED", "GUEST", "ALLOCATIONS"]) {
    assertEquals(lines.filter((line) => line.startsWith(` ${title} `)).length, 1, title);
  }
  assertMatch(text, /^ a-long-design-12 +62\.0 MiB /m);
  assertMatch(text, /^ a-long-design-12 +0 +12$/m);
});

Deno.test("over seeds a cell is the median, and below it the spread where there is one", () => {
  const lines = table([none(100, 300, 200), hinting("v33", figures(7), figures(7), figures(7))])
    .split("\n");
  assertMatch(lines[1], /^ sent +200 MiB +7\.0 MiB$/);
  assertMatch(lines[2], /^ +100\.\.300 MiB$/);
  assertMatch(lines[3], /^ total time/);
});

Deno.test("a spread names its unit once if it is one", () => {
  assertEquals(spreadText("2.61 GiB", "2.70 GiB"), "2.61..2.70 GiB");
  assertEquals(spreadText("980 us", "1.2 ms"), "980 us..1.2 ms");
  assertEquals(spreadText("1,301", "1,308"), "1,301..1,308");
  assertEquals(spreadText("0", "8 KiB"), "0..8 KiB");
  assertEquals(spreadText("4", "4"), "");
});

Deno.test("of an even number of runs the median is the lower of the middle two: a run had it", () => {
  assertEquals([median([4]), median([9, 1]), median([3, 9, 1]), median([40, 10, 30, 20])], [
    4,
    1,
    3,
    20,
  ]);
});

Deno.test("the conclusion names designs together that say the same", () => {
  const stale = (mib: number) => figures(mib, ({ hints }) => hints.staleAtUse = 108);
  const said = conclusion([
    none(100),
    hinting("v33", stale(46)),
    hinting("v35", stale(46)),
    hinting("merged", figures(49)),
    hinting("worse", figures(110)),
    hinting("idle", figures(100)),
  ]);
  assertStringIncludes(
    said,
    "v33 and v35 send 54 % less than no hinting; merged 51 % less; worse 10 % more; " +
      "idle about as much.",
  );
  assertStringIncludes(said, "(108 with v33 and v35) did no harm");
});

Deno.test("the conclusion says what is lost and what fails, and does not call it harmless", () => {
  const said = conclusion([
    none(100),
    hinting("a", figures(50, ({ migration }) => migration.lostPages = 3)),
    hinting(
      "b",
      figures(50, ({ guest, hints }) => {
        guest.allocationsFailed = 37;
        hints.staleAtUse = 5;
      }),
    ),
  ]);
  assertStringIncludes(said, "LOST PAGES: 3 with a: a model finding");
  assertStringIncludes(said, "Allocations of the guest failed: 37 with b.");
  assert(!said.includes("no harm"));
});

Deno.test("over seeds the conclusion says in how many of them it holds", () => {
  const runs = [figures(50), figures(120), figures(40)];
  const said = conclusion([none(100, 100, 100), hinting("v33", ...runs)]);
  assertStringIncludes(said, "v33 sends 50 % less than no hinting, in the median.");
  assertStringIncludes(said, "In 2 of 3 seeds it sends less. No page is lost, in 3 of 3 seeds.");
});
