import { assertEquals } from "@std/assert";
import { columnAt, figureColumns } from "../../../cli/sweep/columns.ts";
import type { Row } from "../../../cli/sweep/measures.ts";
import type { Runs } from "../../../cli/sweep/runs.ts";
import { worthOf } from "../../../cli/sweep/worth.ts";

function rowOf(bytes: number): Row {
  const row: (number | null)[] = figureColumns.map(() => 0);
  row[columnAt("bytes")] = bytes;
  return row;
}

/** What a design sends where the baseline sends 100: a list of seeds for each combination. */
function runsOf(sent: readonly (readonly (number | null)[])[], designs = ["v33", "none"]): Runs {
  return {
    designs,
    axes: [{ name: "a", keys: ["guest.mib"], values: sent.map((_, at) => at), along: 0 }],
    rivals: () =>
      sent.flatMap((seeds, place) =>
        seeds.map((bytes) => ({
          places: [place],
          rows: [bytes === null ? null : rowOf(bytes), rowOf(100)],
        }))
      ),
  };
}

Deno.test("a combination counts once: for all seeds, some, none, or not at all", () => {
  const worth = worthOf(runsOf([
    [95, 80, 40], // 5 % is enough
    [90, 96],
    [50, null], // what failed says nothing
    [96, 100, 130],
    [null, null],
  ]));
  assertEquals(worth?.designs, [{ all: 2, some: 1, none: 1 }, { all: 0, some: 0, none: 5 }]);
});

Deno.test("without a baseline nothing can be worth it", () => {
  assertEquals(worthOf(runsOf([[95]], ["v33", "merged"])), null);
});
