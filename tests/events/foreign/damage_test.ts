/**
 * Damaged traces: whatever happens to the bytes, every line is accounted for, and what becomes a log
 * can be replayed.
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { applyAll } from "../../../core/state/apply.ts";
import { Memory } from "../../../core/state/memory.ts";
import { Kind } from "../../../events/kinds.ts";
import { kindOf } from "../../../events/log.ts";
import type { TraceImporter } from "../../../events/foreign/importer.ts";
import { checkProperty } from "../../support/seed.ts";
import { bundledTrace, imported } from "../../support/traces.ts";
import { GEOMETRY } from "../../support/given.ts";

const FRAMES = 1 << 18;
const lines = ["base-256.ftrace", "smp2-512.ftrace", "perf-1024.perf", "base-256.trace-cmd"]
  .flatMap((name) => new TextDecoder().decode(bundledTrace(name)).split("\n").slice(14, 400));

/** Lines that became events of the log, were counted by name, skipped, or are no events at all. */
function accounted(importer: TraceImporter): number {
  const { report, log } = importer;
  let told = 0;
  for (let at = 0; at < log.length; at++) {
    const kind = kindOf(log.words, at);
    if (kind !== Kind.TimePassed && kind !== Kind.ClockSteppedBack) told++;
  }
  const others = importer.eventNames().filter(({ known }) => !known)
    .reduce((sum, { count }) => sum + count, 0);
  const skipped = [...report.skipped.values()].reduce((sum, { count }) => sum + count, 0);
  return told + others + skipped;
}

/** One thing that happens to a line. */
const damage = fc.oneof(
  fc.constant((line: string) => line),
  fc.nat(200).map((at) => (line: string) => line.slice(0, at)),
  fc.nat(200).map((at) => (line: string) => line.slice(at)),
  fc.tuple(fc.nat(200), fc.string({ unit: "binary", maxLength: 3 }))
    .map(([at, text]) => (line: string) =>
      line.slice(0, at) + text.replaceAll("\n", "") + line.slice(at + 1)
    ),
  fc.constant((line: string) => line + line),
  fc.constant((line: string) => line.replace(/0x[0-9a-f]+/, "0xffffffffffff")),
  fc.constant((line: string) => line.replace(/\d+\.\d+/, "99999999999.000001")),
  fc.nat(20).map((order) => (line: string) => line.replace(/order=\d+/, `order=${order}`)),
);

Deno.test("however a trace is damaged, every line is accounted for and the log can be replayed", () => {
  const line = fc.tuple(fc.nat(lines.length - 1), damage).map(([at, hurt]) => hurt(lines[at]));
  checkProperty(
    "events/foreign/damage_test.ts",
    400,
    fc.property(fc.array(line, { minLength: 1, maxLength: 60 }), (hurt) => {
      const text = hurt.map((line) => `${line}\n`).join("");
      const importer = imported(text, FRAMES, 97);
      assertEquals(importer.report.lines, hurt.length);
      const silent = hurt.filter((line) => /^(#|\s*\r?$)/.test(line)).length;
      assertEquals(
        accounted(importer) >= hurt.length - silent,
        true,
        "a line is lost without a word",
      );
      const memory = new Memory({
        ...GEOMETRY,
        frames: FRAMES,
        zones: [{ name: "memory", start: 0, frames: FRAMES }],
        orders: 11,
        pageblockOrder: 9,
        types: 8,
        cpus: Math.max(1, importer.cpus),
        lanes: importer.tasks.lanes.length,
        owners: 0,
      });
      applyAll(memory, importer.log.words, 0, importer.log.length);
    }),
  );
});
