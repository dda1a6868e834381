/**
 * Ranges that a request asks for.
 * @module
 */
import { assertEquals } from "@std/assert";
import { rangeOf } from "../../../cli/view/ranges.ts";

Deno.test("a range gives the bytes from one to another, both with it", () => {
  assertEquals(rangeOf("bytes=0-0", 10), { from: 0, until: 1 });
  assertEquals(rangeOf("bytes=3-7", 10), { from: 3, until: 8 });
  assertEquals(rangeOf("bytes=9-", 10), { from: 9, until: 10 });
  assertEquals(rangeOf("bytes=-4", 10), { from: 6, until: 10 });
});

Deno.test("a range that goes beyond the end ends there; one that begins there is outside", () => {
  assertEquals(rangeOf("bytes=3-99999999999999999999", 10), { from: 3, until: 10 });
  assertEquals(rangeOf("bytes=-11", 10), { from: 0, until: 10 });
  for (const header of ["bytes=10-", "bytes=10-12", "bytes=-0"]) {
    assertEquals(rangeOf(header, 10), "outside", header);
  }
  assertEquals(rangeOf("bytes=0-", 0), "outside");
  assertEquals(rangeOf("bytes=-3", 0), "outside");
});

Deno.test("what is no range, or several, stands for all bytes", () => {
  for (const header of [null, "", "bytes", "bytes=-", "bytes=7-3", "bytes=1-2,4-5", "rows=1-2"]) {
    assertEquals(rangeOf(header, 10), null, String(header));
  }
});
