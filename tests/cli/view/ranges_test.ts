/**
 * Ranges that a request asks for.
 * @module
 */
import { assertEquals } from "@std/assert";
import { piecesOf, rangeOf } from "../../../cli/view/ranges.ts";

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

Deno.test("many pieces are asked for at once, in the order that is wanted", () => {
  assertEquals(piecesOf("?of=5+2,0+3", 10), [{ from: 5, until: 7 }, { from: 0, until: 3 }]);
  assertEquals(piecesOf("?of=0+10", 10), [{ from: 0, until: 10 }]);
  assertEquals([piecesOf("", 10), piecesOf("?at=5", 10)], [null, null]);
});

Deno.test("pieces that are none, not there or too many are wrong, all of them", () => {
  const many = (count: number): string => `?of=${new Array(count).fill("0+1").join(",")}`;
  assertEquals(piecesOf(many(1000), 10)?.length, 1000);
  const large = `?of=${new Array(100).fill("0+999999999").join(",")}`;
  for (const query of ["?of=", "?of=5", "?of=5-7", "?of=-1+2", "?of=9+2", "?of=0+1,", many(1001)]) {
    assertEquals(piecesOf(query, 10), "wrong", query.slice(0, 20));
  }
  assertEquals(piecesOf(large, 1e12), "wrong");
});
