/**
 * One event <-> one line, without loss.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { EventLog, packHead } from "../../events/log.ts";
import { Kind } from "../../events/kinds.ts";
import { formatEvent, parseEvent } from "../../events/text.ts";
import { small } from "../support/runs.ts";

const actors = ["world", "writer", "balloon"];

function lineOf(head: number, pfn: number, value: number, gap: number): string {
  const log = new EventLog();
  log.append(head, pfn, value, gap);
  return formatEvent(log.words, 0, actors);
}

Deno.test("an event reads as its kind, who, where and the kind's fields", () => {
  const head = packHead(Kind.HintRead, 2, 3, 4, 10);
  assertEquals(
    lineOf(head, 0x5a000, 412, 1412),
    "#1 +1412 hint-read actor=balloon cpu=3 irqs=off pfn=0x5a000 order=10 index=412",
  );
});

Deno.test("a line may leave out number, gap and fields that are 0", () => {
  assertEquals(parseEvent("page-written actor=writer pfn=16 // twice", actors), {
    head: packHead(Kind.PageWritten, 1, 0, 0, 0),
    pfn: 16,
    value: 0,
    gap: 0,
  });
  assertEquals(parseEvent("  // nothing", actors), null);
  assertEquals(parseEvent("", actors), null);
});

Deno.test("any four words survive the way to text and back", () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(
      word,
      word,
      word,
      fc.integer({ min: 0, max: 2 ** 31 - 1 }),
      (head, pfn, value, gap) => {
        assertEquals(parseEvent(lineOf(head, pfn, value, gap), actors), { head, pfn, value, gap });
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("a whole run survives the way to text and back", () => {
  const { log } = small("v33");
  const names = ["world", "writer", "network-receive", "fill-and-free", "balloon"];
  for (let index = 0; index < log.length; index += 7) {
    const line = formatEvent(log.words, index, names);
    const [head, pfn, value, gap] = log.words.subarray(index * 4, index * 4 + 4);
    assertEquals(parseEvent(line, names), { head, pfn, value, gap }, line);
  }
});

Deno.test("a lane whose name does not tell it apart is written as its number", () => {
  for (const name of ["writer", "3", "0", "2nd", "", "two words", "kworker//0"]) {
    const names = ["world", "writer", name, "3"];
    for (let lane = 0; lane < 6; lane++) {
      const head = packHead(Kind.PageWritten, lane, 0, 0, 0);
      const log = new EventLog();
      log.append(head, 1, 0, 0);
      const line = formatEvent(log.words, 0, names);
      assertEquals(parseEvent(line, names), { head, pfn: 1, value: 0, gap: 0 }, line);
    }
  }
});

for (
  const [line, why] of [
    ["pagee-written pfn=1", "did you mean page-written?"],
    ["page-written pnf=1", "did you mean pfn?"],
    ["page-written pfn=x", "not a number"],
    ["page-written pfn=1 pfn=2", "pfn stands twice"],
    ["page-written actor=writr", "did you mean writer?"],
    ["page-written order=16", "out of range (0 to 15)"],
    ["page-written pfn", "not of the form key=value"],
    ["#1 +0", "it names no kind of event"],
    ["page-written irqs=maybe", "on or off"],
    ["round-begun round=2147483648", "out of range (-2147483648 to 2147483647)"],
  ]
) {
  Deno.test(`a line that is not right says why: ${line}`, () => {
    assertThrows(() => parseEvent(line, actors), SyntaxError, why);
  });
}
