/**
 * Exported events read back, by a reader that is not ours, as the very words of the log.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { parquetMetadata } from "hyparquet";
import { groupEventsFor } from "../../../cli/export/parquet.ts";
import { STRIDE } from "../../../events/log.ts";
import { columns } from "../../../replay/export/columns.ts";
import { goldenLog, goldenNames, logOf, logOfText, parquetOf } from "../../support/exported.ts";
import { storyOf } from "../../support/stories.ts";
import { assertSame, places, rowsOf } from "./read_back.ts";

/** Of the two longest, the rest is left to the tests that take long. */
const EVENTS_MAX = 40_000;

for (const name of goldenNames) {
  Deno.test(`${name} as Parquet gives back every word of every event`, async () => {
    const whole = goldenLog(name);
    const words = whole.wordsOf(0).slice(0, EVENTS_MAX * STRIDE);
    const log = whole.events > EVENTS_MAX ? logOf(whole.header, words) : whole;
    await assertSame(log, parquetOf(log));
  });
}

Deno.test("a long log has larger row groups, not more of them than its file's end can hold", () => {
  const most = 256;
  for (const events of [0, 1, 65_536 * most, 65_536 * most + 1, 100_000_000, 2 ** 31 - 1]) {
    const rows = groupEventsFor(events);
    assert(events / rows <= most && rows % 65_536 === 0, `${rows} rows of ${events}`);
    assertEquals(rows === 65_536, events <= 65_536 * most);
  }
});

Deno.test("row groups of any length hold the same rows", async () => {
  const log = goldenLog("format-1-page-reporting.log"), bytes = parquetOf(log, 5000);
  assertEquals(parquetMetadata(bytes.buffer).row_groups.map(({ num_rows }) => Number(num_rows)), [
    5000,
    5000,
    2431,
  ]);
  await assertSame(log, bytes);
});

/** A line of every kind, with all bits set that fit: what no field covers is in raw0 to raw2. */
function everyKind(): string {
  const lines = [...places.keys()].map((kind) =>
    `+7 ${kind} actor=task cpu=host3 ctx=nmi irqs=off preempt=off`
  );
  const raw = [...places].flatMap(([kind, { fields }]) => {
    const names = fields.map(({ field }) => field.name) as string[];
    return names.includes("pfn") ? [`${kind} pfn=none`] : [];
  });
  return [
    storyOf("page-lost", "guilty").split("\n")[0],
    ...lines,
    ...raw,
    "world-ready raw0=9 raw1=0xffffffff raw2=0x80000001",
    "id-issued id=0x80000001",
  ].join("\n");
}

Deno.test("every kind has its columns, and bits without a field are kept", async () => {
  const log = logOfText(everyKind());
  await assertSame(log, parquetOf(log));
});

Deno.test("a log without events is a table without rows", async () => {
  const log = logOfText(everyKind().split("\n")[0]);
  assertEquals(await rowsOf(parquetOf(log)), []);
});

Deno.test("columns have names of their own, and one for each field of each kind", () => {
  const names = columns.map(({ name }) => name);
  assertEquals(new Set(names).size, names.length);
  for (const { fields } of places.values()) {
    for (const { at } of fields) assert(names.includes(at), at);
  }
});

Deno.test("the file keeps what the log says of itself", () => {
  const log = goldenLog("format-1-v33.log");
  const { key_value_metadata } = parquetMetadata(parquetOf(log).buffer);
  const value = key_value_metadata!.find(({ key }) => key === "hintlab")!.value!;
  assertEquals(JSON.parse(value), JSON.parse(JSON.stringify(log.header)));
});
