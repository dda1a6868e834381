/**
 * What the bundled measured runs say of the host: `simulate` tells it in its trust block, from
 * `fixtures/qemu/evidence.json`, which this test holds current.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { kindOf, pfnOf } from "../../../../events/log.ts";
import { figuresOf, measuredRun, simulated } from "../../../support/measured.ts";

const folder = new URL("../../../../fixtures/qemu/", import.meta.url);

const percent = (value: number, measured: number): number =>
  Math.round(Math.abs(value / measured - 1) * 10_000) / 100;

function spread(values: readonly number[]): { median: number; most: number } {
  const rising = [...values].sort((a, b) => a - b);
  return { median: rising[rising.length >> 1], most: rising[rising.length - 1] };
}

Deno.test("the evidence of the measured runs is what a simulation of each gives", async () => {
  const bytes: number[] = [], time: number[] = [];
  let runs = 0, hinting = 0, hintedExactly = 0, roundsEqual = 0;
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".json.zst")) continue;
    const { inputs, measured } = await measuredRun(name.replace(".json.zst", ""));
    const done = simulated(inputs);
    const { migration } = figuresOf(done);
    runs++;
    bytes.push(percent(migration.bytes, measured.final.ram.transferred));
    time.push(percent(migration.totalNs / 1e6, measured.final["total-time"]));
    if (migration.rounds === measured.final.ram["dirty-sync-count"]) roundsEqual++;
    if (inputs.params.hint === 0) continue;
    hinting++;
    const { words, length } = done.log;
    const pfns = new Set<number>();
    for (let index = 0; index < length; index++) {
      if (kindOf(words, index) === Kind.HintRead) pfns.add(pfnOf(words, index));
    }
    const real = new Set(measured.guest_trace.order10_alloc_ms_pfn.map(([, pfn]) => pfn));
    if (pfns.size === real.size && [...real].every((pfn) => pfns.has(pfn))) hintedExactly++;
  }
  const evidence = {
    host: "qemu-10-tcg",
    measuredOn: "QEMU 10.0.2 under TCG",
    runs,
    hinting,
    hintedExactly,
    roundsEqual,
    bytesErrorPercent: spread(bytes),
    timeErrorPercent: spread(time),
  };
  const bundled = JSON.parse(await Deno.readTextFile(new URL("evidence.json", folder)));
  assertEquals(bundled, evidence, JSON.stringify(evidence));
});
