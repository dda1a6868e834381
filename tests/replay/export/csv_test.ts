/**
 * CSV: views as tables, events in the columns of Parquet, quotes where they are needed.
 * @module
 */
import { assertEquals } from "@std/assert";
import { stretchesOf } from "../../../cli/export/stretches.ts";
import { columns } from "../../../replay/export/columns.ts";
import { eventNames, eventsCsv, tableCsv, tablesOf } from "../../../replay/export/csv.ts";
import { walk } from "../../../replay/replay.ts";
import { views } from "../../../replay/views/mod.ts";
import { goldenLog } from "../../support/exported.ts";
import { oneBlock, sceneOf } from "../one_block.ts";

/** What a view shows of the log made by hand. */
function shown(name: string): Readonly<Record<string, unknown>> {
  const { log } = oneBlock(), scene = sceneOf(log);
  const teller = views.find((view) => view.name === name)!.begin(scene);
  walk(scene.memory, log.words, 0, log.length, 0, teller.fold ? [teller.fold] : []);
  return teller.show().json;
}

const linesOf = (name: string, list = 0): string[][] =>
  tableCsv(tablesOf(shown(name))[list]).trimEnd().split("\n").map((line) => line.split(","));

Deno.test("a row of migration is a round, as the view has it", () => {
  const [names, ...rows] = linesOf("migration");
  const rounds = shown("migration").rounds as Record<string, unknown>[];
  assertEquals(names, Object.keys(rounds[0]));
  assertEquals(
    rows,
    rounds.map((round) => Object.values(round).map((value) => String(value ?? ""))),
  );
});

Deno.test("a row of zoneinfo is a zone's cpu", () => {
  const [names, ...rows] = linesOf("zoneinfo");
  const zones = shown("zoneinfo").zones as { name: string; cpus: { high: number }[] }[];
  assertEquals(
    rows.map((row) => [row[0], row[names.indexOf("cpus")], row[names.indexOf("cpus.high")]]),
    zones.flatMap(({ name, cpus }) => cpus.map(({ high }, cpu) => [name, `${cpu}`, `${high}`])),
  );
});

Deno.test("every view is a table", () => {
  for (const { name } of views) {
    for (const table of tablesOf(shown(name))) {
      const widths = tableCsv(table).trimEnd().split("\n").map((line) => line.split(",").length);
      assertEquals(new Set(widths).size, 1, `${name}.${table.name}`);
    }
  }
});

Deno.test("what is no list is the row of totals; objects within are dotted", () => {
  assertEquals(
    tableCsv(tablesOf({ rows: [], a: 1, b: { c: null, d: [2, 3] } }).at(-1)!),
    "a,b.c,b.d.0,b.d.1\n1,,2,3\n",
  );
});

Deno.test("cells with commas, quotes and line ends are quoted", () => {
  assertEquals(
    tableCsv({ name: "", rows: [{ a: 'x,"y"', b: "1\n2" }, { a: "plain" }] }),
    'a,b\n"x,""y""","1\n2"\nplain,\n',
  );
});

Deno.test("events have a line each, with the values of their columns", () => {
  const log = goldenLog("format-1-page-reporting.log");
  let at = 0;
  for (const stretch of stretchesOf(log, 4096)) {
    const lines = eventsCsv(stretch).trimEnd().split("\n");
    const values = columns.map((column) => column.valuesOf(stretch));
    lines.forEach((line, index) => {
      assertEquals(line.split(","), values.map((column) => String(column[index] ?? "")));
    });
    at += lines.length;
  }
  assertEquals(at, log.events);
  assertEquals(eventNames.trimEnd().split(","), columns.map(({ name }) => name));
});
