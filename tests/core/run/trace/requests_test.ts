import { assertEquals } from "@std/assert";
import { Act, type Requests, requestsOf } from "../../../../core/run/trace/requests.ts";
import { imported } from "../../../support/traces.ts";

/** Lines of a trace; each begins with its microseconds and cpu. */
function requests(text: string, writes = 1): Requests {
  const lines = text.trim().split("\n").map((line) => {
    const [at, cpu, ...event] = line.trim().split(/ +/);
    const [kind, pfn, order] = event;
    const fields = kind === "alloc"
      ? `mm_page_alloc: page=1 pfn=${pfn} order=${order} migratetype=1 gfp_flags=GFP_ATOMIC`
      : kind === "free"
      ? `mm_page_free: page=1 pfn=${pfn} order=${order}`
      : `mm_page_free_batched: page=1 pfn=${pfn} order=0`;
    return `   wl-7  [00${cpu}] ..s..   1.${at.padStart(6, "0")}: ${fields}\n`;
  });
  const { log } = imported(lines.join(""));
  return requestsOf(log.words, log.length, { unitNs: 1, writes });
}

const names = ["allocate", "free", "write"];
const actsOf = ({ acts, times, block }: Requests): string[] =>
  Array.from(acts, (act, at) => `${times[at] / 1000} ${names[act]} ${block[at]}`);

Deno.test("a trace's allocations and frees are requests; a free names the allocation, not the pfn", () => {
  const found = requests(`0 0 alloc 0x10 0
                          5 1 free  0x10 0
                          6 0 alloc 0x10 0
                          7 0 alloc 0x20 3
                          9 0 free  0x10 0`);
  assertEquals(actsOf(found), [
    "0 allocate 0",
    "5 free 0",
    "6 allocate 1",
    "7 allocate 2",
    "9 free 1",
  ]);
  assertEquals([...found.orders], [0, 0, 3]);
  assertEquals([...found.cpus], [0, 1, 0, 0, 0]);
  assertEquals([...found.contexts], [1, 1, 1, 1, 1]);
  assertEquals([...found.types], [1, 1, 1]);
});

Deno.test("pages freed as a list are asked for where their batched event stands", () => {
  const found = requests(`0 0 alloc 0x10 0
                          5 0 free 0x10 0
                          9 0 batched 0x10`);
  assertEquals(actsOf(found), ["0 allocate 0", "9 free 0"]);
});

Deno.test("a block that is freed in pieces is given back with its last piece", () => {
  const found = requests(`0 0 alloc 0x10 1
                          5 0 free 0x11 0
                          9 0 free 0x10 0`);
  assertEquals(actsOf(found), ["0 allocate 0", "9 free 0"]);
});

Deno.test("what was not handed out is a page from before, and a failure cannot be asked for", () => {
  const found = requests(`0 0 free 0x10 0
                          1 0 alloc 0 4
                          2 0 alloc 0x10 0
                          3 0 free 0x10 0
                          4 0 free 0x10 0`);
  assertEquals(actsOf(found), ["0 free 0", "2 allocate 1", "3 free 1", "4 free 2"]);
  assertEquals([...found.before], [0x10, -1, 0x10]);
  assertEquals([found.freesUnknown, found.failed], [2, 1]);
});

Deno.test("writes after the first are spread evenly over a block's life, to the trace's end if it stays", () => {
  const found = requests(
    `0 0 alloc 0x10 0
     10 0 alloc 0x11 0
     40 0 free 0x10 0
     50 0 free 0x12 0`,
    4,
  );
  assertEquals(actsOf(found), [
    "0 allocate 0",
    "10 allocate 1",
    "10 write 0",
    "20 write 0",
    "20 write 1",
    "30 write 0",
    "30 write 1",
    "40 write 1",
    "40 free 0",
    "50 free 2",
  ]);
  assertEquals(found.acts.includes(Act.Free), true);
});

Deno.test("time never falls, whatever the trace's clock does", () => {
  const found = requests(`9 0 alloc 0x10 0
                          5 0 alloc 0x11 0
                          7 0 alloc 0x12 0
                          20 0 alloc 0x13 0`);
  assertEquals(actsOf(found), ["0 allocate 0", "0 allocate 1", "0 allocate 2", "11 allocate 3"]);
});
