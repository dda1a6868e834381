/**
 * Lines of kprobes, told by their symbol: the probe's name and its arguments' names are the user's.
 */
import { assertEquals } from "@std/assert";
import { eventsOf, imported } from "../../support/traces.ts";

/** What a probe's line says behind its timestamp, and the event that it becomes. */
const lines: readonly [what: string, line: string, event: string | null][] = [
  [
    "an isolated block by its page pointer, nokaslr",
    "isolate: (__isolate_free_page+0x0/0x2b0) page=0xffffea0000004000 order=2",
    "isolation-seen actor=wl-7 cpu=0 pfn=0x100 order=2",
  ],
  [
    "an isolated block by its page pointer, with a randomized array that begins at a multiple of 1 GiB",
    "my_probe: (__isolate_free_page+0x0/0x2b0) p=0xfffff5c3c0004000 o=2",
    "isolation-seen actor=wl-7 cpu=0 pfn=0x100 order=2",
  ],
  [
    "an isolated block by its pfn",
    "x: (__isolate_free_page+0x0/0x2b0) pfn=0x100 order=0",
    "isolation-seen actor=wl-7 cpu=0 pfn=0x100 order=0",
  ],
  [
    "how many pages a bulk allocation took, on its return",
    "bulk: (__vmalloc_node_range+0x264/0x880 <- __alloc_pages_bulk) taken=4",
    "bulk-seen actor=wl-7 cpu=0 pages=4",
  ],
  [
    "the same in hexadecimal, as the default type has it",
    "ret: (copy_process+0x264/0x880 <- __alloc_pages_bulk) arg1=0x4",
    "bulk-seen actor=wl-7 cpu=0 pages=4",
  ],
  [
    "how many pages a bulk allocation asks for, on entry",
    "b: (__alloc_pages_bulk+0x0/0x560) gfp=0xdc2 nr_pages=4",
    "bulk-seen actor=wl-7 cpu=0 pages=4 asked=1",
  ],
  [
    "a turn of kswapd begins",
    "kswapd_begin: (balance_pgdat+0x0/0xa40)",
    "kswapd-turn-seen actor=wl-7 cpu=0",
  ],
  [
    "a turn of kswapd ends",
    "kswapd_end: (kswapd+0x1f0/0x3a0 <- balance_pgdat)",
    "kswapd-turn-seen actor=wl-7 cpu=0 ended=1",
  ],
  ["a probe inside a function says nothing of its begin", "x: (balance_pgdat+0x10/0xa40)", null],
  ["a probe on another function", "x: (vfs_read+0x0/0x2b0) page=0xffffea0000004000", null],
];

for (const [what, line, event] of lines) {
  Deno.test(`a kprobe: ${what}`, () => {
    const importer = imported(`            wl-7       [000] .....     3.806890: ${line}\n`);
    const events = eventsOf(importer).map((text) => text.replace(/^\+0 /, ""));
    assertEquals(events, event === null ? [] : [event]);
  });
}

Deno.test("a probe's line without what it is read for is counted as cut", () => {
  const importer = imported(
    `            wl-7       [000] .....     3.806890: x: (__isolate_free_page+0x0/0x2b0)\n`,
  );
  assertEquals([eventsOf(importer), importer.report.skipped.get("cut")?.count], [[], 1]);
});
