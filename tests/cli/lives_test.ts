/**
 * A page's life in the logs of designs that tell of memory in other ways than by an array of addresses.
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "./front_desk.ts";

const logs = new URL("../../fixtures/logs/", import.meta.url).pathname;

const lives: readonly [design: string, page: string, told: readonly string[]][] = [
  ["bitmap-2016", "0x1000", [
    "READ AS A HINT, from bit 4,096 of a bitmap on, in block 0x1000 order 10",
    "queued the hint, in descriptor 1",
    "applied the hint: SKIPPED in round 1",
  ]],
  ["page-reporting", "0xfc00", [
    "isolated its block: neither free nor in use",
    "used the hint: DISCARDED, the page reads as zeros",
    "flagged its block as reported",
    "The host gave the memory back 1.100 ms after it was read: it costs a zero page at most.",
  ]],
  ["balloon", "0x95e", [
    "put it into the balloon, entry 137 of a batch",
    "gave it back: DISCARDED, the page reads as zeros",
    "In the balloon from #53,254 on; sent in round 1 (as zeros).",
  ]],
  ["first-chunk", "0xc00", [
    "unlinked its block by hand: flags and counters still call it free",
    "READ AS A HINT, entry 1, in block 0xc00 order 10",
  ]],
];

for (const [design, page, told] of lives) {
  Deno.test(`a page's life under ${design}`, async () => {
    const { code, out, err } = await run("replay", [
      `${logs}format-1-${design}.log`,
      "--page",
      page,
    ]);
    assertEquals(code, 0, err);
    for (const sentence of told) assertStringIncludes(out.replace(/\s+/g, " "), sentence);
  });
}
