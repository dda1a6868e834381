import { assertEquals } from "@std/assert";
import { Kind } from "../../events/kinds.ts";
import { EventLog, NONE, packHead } from "../../events/log.ts";
import { touches } from "../../replay/touches.ts";

const PAGEBLOCK_ORDER = 4;

/** Pages of 0 to 63 that an event names, as `first-last`. */
function touched(kind: Kind, pfn: number, value: number, order: number): string {
  const log = new EventLog(1);
  log.append(packHead(kind, 0, 0, 0, order), pfn, value, 0);
  const pages: number[] = [];
  for (let page = 0; page < 64; page++) {
    if (touches(log.words, 0, page, PAGEBLOCK_ORDER)) pages.push(page);
  }
  return pages.length === 0 ? "none" : `${pages[0]}-${pages[pages.length - 1]}`;
}

const cases: [kind: keyof typeof Kind, pfn: number, value: number, order: number, pages: string][] =
  [
    ["PageWritten", 8, 0, 2, "8-11"],
    ["PageRelied", 8, 0, 0, "8-8"],
    ["PagesSent", 5, 7, 0, "5-11"],
    ["PagesUsed", 5, 7 | (1 << 28), 0, "5-11"],
    ["PageblocksTyped", 16, 2 | (1 << 28), 0, "16-47"],
    ["BlockTaken", 0, 4, 1, "0-15"], // split from order 4
    ["BlockPut", 6, 3, 1, "0-7"], // merged to order 3
    ["LockAcquired", 3, 0, 0, "none"],
    ["HintDropped", NONE, 1, 10, "none"],
    ["LaneNoted", 3, 0, 3, "none"],
  ];
for (const [kind, pfn, value, order, pages] of cases) {
  Deno.test(`${kind} at pfn ${pfn} touches ${pages}`, () => {
    assertEquals(touched(Kind[kind], pfn, value, order), pages);
  });
}
