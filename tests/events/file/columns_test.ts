/**
 * The columns of a block: any words come back, few bytes tell them, and bytes that are none are refused.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { decodeColumns, encodeColumns } from "../../../events/file/columns.ts";
import { packHead } from "../../../events/log.ts";
import { smallFile } from "../../support/logs.ts";
import { small } from "../../support/runs.ts";
import { checkProperty } from "../../support/seed.ts";

const FILE = "events/file/columns_test.ts";

const anyWord = fc.oneof(
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.integer({ min: -2, max: 2 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0x5a000),
);
const anyEvents = fc.array(fc.tuple(anyWord, anyWord, anyWord, fc.nat()), {
  minLength: 1,
  maxLength: 40,
}).map((events) => Int32Array.from(events.flat()));

const back = (words: Int32Array): Int32Array =>
  decodeColumns(encodeColumns(words), words.length / 4);

Deno.test("any words come back", () => {
  checkProperty(FILE, 500, fc.property(anyEvents, (words) => assertEquals(back(words), words)));
});

Deno.test("a whole block whose heads all differ comes back", () => {
  const words = Int32Array.from({ length: 4 * 65536 }, (_, at) => Math.imul(at, 0x9e3779b1));
  assertEquals(back(words), words);
});

Deno.test("257 heads, one more than a byte names, come back", () => {
  const words = Int32Array.from({ length: 4 * 1000 }, (_, at) => at % 4 === 0 ? at % 257 : at);
  assertEquals(back(words), words);
});

Deno.test("numbers that the actor's last event foretells take no byte", () => {
  const events = 1000, kinds = 2;
  const words = new Int32Array(4 * events * kinds);
  for (let event = 0; event < events * kinds; event++) {
    // One kind writes pfns all over memory; the next event of its actor names the same pfn.
    const pfn = Math.imul(event >> 1, 0x9e3779b1) >>> 8;
    words.set([packHead(1 + (event & 1), 3, 0, 0, 0), pfn, 77, 5_000_000], event * 4);
  }
  const fixed = 8 + kinds * 7, index = events * kinds;
  const first = 4 + 1 + 1; // a pfn, and a value and a gap that stay as they began
  assertEquals(encodeColumns(words).length, fixed + index + first * events);
  assertEquals(back(words), words);
});

Deno.test("gaps of a clock that ticks in microseconds are written in microseconds", () => {
  const events = 100;
  const written = (tick: number): number => {
    const words = new Int32Array(4 * events);
    for (let event = 0; event < events; event++) words[event * 4 + 3] = (event % 50) * tick;
    assertEquals(back(words), words);
    return encodeColumns(words).length;
  };
  assertEquals(written(1000), written(1));
});

Deno.test("columns that are cut, too long or of another number of events are refused", () => {
  const words = small("v33").words.subarray(0, 4 * 500);
  const bytes = encodeColumns(words);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeColumns(bytes.subarray(0, length), 500), SyntaxError, "no sense");
  }
  assertThrows(() => decodeColumns(Uint8Array.of(...bytes, 0), 500), SyntaxError, "no sense");
  for (const events of [0, 499, 501, 65536, 65537, 2 ** 32]) {
    assertThrows(() => decodeColumns(bytes, events), SyntaxError, "no sense");
  }
});

Deno.test("changed bytes give events or an error, and nothing else", () => {
  const words = small("v33").words.subarray(0, 4 * 300);
  const bytes = encodeColumns(words);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const change of [1, 0x10, 0x80, 0xff]) {
      const changed = bytes.slice();
      changed[at] ^= change;
      try {
        assertEquals(decodeColumns(changed, 300).length, words.length);
      } catch (error) {
        assert(error instanceof SyntaxError, String(error));
        refused++;
      }
    }
  }
  assert(refused > 100, `${refused} refused`);
});

Deno.test("a run's log takes less than 1.5 bytes an event", () => {
  assert(smallFile("v33", 65536).length < 1.5 * small("v33").log.length);
});
