import { assert, assertEquals } from "@std/assert";
import { EVENTS_MAX, STRIDE } from "../../../events/log.ts";
import { eventsOf, imported } from "../../support/traces.ts";

/** Lines of one task on cpu 0, a microsecond apart. */
function trace(...events: string[]): string {
  return events.map((event, at) =>
    `     wl-7  [000] .....   1.${String(at).padStart(6, "0")}: ${event}\n`
  )
    .join("");
}
const alloc = (pfn: string, order = 0): string =>
  `mm_page_alloc: page=1 pfn=${pfn} order=${order} migratetype=1 gfp_flags=GFP_KERNEL`;
const free = (pfn: string, order = 0): string => `mm_page_free: page=1 pfn=${pfn} order=${order}`;
const batched = (pfn: string): string => `mm_page_free_batched: page=1 pfn=${pfn} order=0`;

/** Kinds and pfns of what was imported. */
function told(text: string, framesMax?: number): string[] {
  return eventsOf(imported(text, framesMax))
    .map((event) => event.replace(/^\+\d+ (\S+).*?(?: pfn=(\S+))?(?: order=.*)?$/, "$1 $2").trim());
}

Deno.test("pages freed as a list are announced, and freed where their batched event stands", () => {
  const text = trace(free("0x10"), free("0x11"), free("0x12"), batched("0x11"), batched("0x10"));
  assertEquals(told(text), [
    "free-announced 0x10",
    "free-announced 0x11",
    "page-freed 0x12",
    "page-freed 0x11",
    "page-freed 0x10",
  ]);
});

Deno.test("a batched event belongs to the page's last free, not to one before it was handed out", () => {
  const text = trace(free("0x10"), alloc("0x10"), free("0x10"), batched("0x10"), batched("0x10"));
  const importer = imported(text);
  assertEquals(told(text), [
    "page-freed 0x10",
    "page-allocated 0x10",
    "free-announced 0x10",
    "page-freed 0x10",
    "page-freed 0x10",
  ]);
  assertEquals(importer.report.batchedAlone, 1);
});

Deno.test("a clock that steps back, or leaps ahead, is told by events of its own", () => {
  const at = (time: string): string => `     wl-7  [000] .....   ${time}: ${free("0x10")}\n`;
  const importer = imported(at("5.000000") + at("4.000000") + at("9.500000") + at("1.000000"));
  assertEquals(eventsOf(importer), [
    "+0 page-freed actor=wl-7 cpu=0 pfn=0x10 order=0 unlisted=1",
    "+0 clock-stepped-back actor=world cpu=0 ns=1000000000",
    "+0 page-freed actor=wl-7 cpu=0 pfn=0x10 order=0 unlisted=1",
    "+0 time-passed actor=world cpu=0 low=1205032704 high=2",
    "+0 page-freed actor=wl-7 cpu=0 pfn=0x10 order=0 unlisted=1",
    "+0 clock-stepped-back actor=world cpu=0 ns=2057549056 high=3",
    "+0 page-freed actor=wl-7 cpu=0 pfn=0x10 order=0 unlisted=1",
  ]);
  assertEquals([importer.clock.stepsBack, importer.clock.stepBackMax], [2, 8.5e9]);
});

Deno.test("what is lost is said by the tracer, and stands in the log", () => {
  const text = trace(free("0x10")) + "CPU:0 [LOST 1234 EVENTS]\n" + trace(alloc("0x10"));
  const importer = imported(text);
  assertEquals(eventsOf(importer)[1], "+0 events-lost actor=world cpu=0 events=1234");
  assertEquals(importer.report.lost, 1234);
});

Deno.test("events of other kinds are counted by name", () => {
  const importer = imported(
    trace(free("0x10"), "sched_switch: prev_comm=a", "sched_switch: prev_comm=b", "stopped: NOW"),
  );
  assertEquals(importer.eventNames(), [
    { name: "mm_page_free", count: 1, known: true },
    { name: "sched_switch", count: 2, known: false },
    { name: "stopped", count: 1, known: false },
  ]);
});

const line = (event: string): string => trace(event);
/** A line that is left out, why, and what stands around it. */
const bad: readonly [what: string, text: string, reason: string][] = [
  ["garbage", "the quick brown fox\n", "garbage"],
  ["a NUL byte", line(free("0x1\u00001")), "cut"],
  [
    "a NUL byte in the time",
    "     wl-7  [000] .....   1.0\u00000: mm_page_free: pfn=1 order=0\n",
    "garbage",
  ],
  ["bytes that are no UTF-8", "\u00ff\u00fe\u0000\n", "garbage"],
  ["a cut line", line("mm_page_alloc: page=1 pfn=0x10 order=0 migrat"), "cut"],
  ["a line cut within its time", "     wl-7  [000] .....   1.0\n", "garbage"],
  ["a gigantic line", `${"x".repeat(200_000)}\n`, "tooLong"],
  [
    "a gigantic line that begins as an event",
    line(`${free("0x10")} ${"x".repeat(70_000)}`),
    "tooLong",
  ],
  ["a cpu that cannot be", "     wl-7  [999] .....   1.0: mm_page_free: pfn=0x10 order=0\n", "cpu"],
  [
    "a time of another unit",
    "     wl-7  [000] .....   17: mm_page_free: pfn=0x10 order=0\n",
    "clock",
  ],
  ["an order that cannot be", line(free("0x10", 11)), "order"],
  ["an order below zero", line("mm_page_free: pfn=0x10 order=-1"), "order"],
  ["a type that cannot be", line(alloc("0x10").replace("type=1", "type=9")), "type"],
  ["a pfn beyond memory", line(free("0x1000")), "beyond"],
  ["a pfn beyond all machines", line(free("0xffffffffffffffff")), "beyond"],
  ["a pfn that is no number", line(free("0xzz")), "cut"],
  ["a pfn off its order", line(free("0x11", 1)), "unaligned"],
];

for (const [what, text, reason] of bad) {
  Deno.test(`a line that cannot be used is left out and counted: ${what}`, () => {
    const importer = imported(trace(free("0x10")) + text + trace(alloc("0x10")), 0x1000);
    assertEquals(eventsOf(importer).length >= 2, true);
    assertEquals(told(trace(free("0x10")) + text + trace(alloc("0x10")), 0x1000), [
      "page-freed 0x10",
      "page-allocated 0x10",
    ]);
    assertEquals([...importer.report.skipped], [[reason, { count: 1, firstLine: 2 }]]);
  });
}

Deno.test("a comment, a blank line and what trace-cmd says of itself are no garbage", () => {
  const importer = imported(`# tracer: nop\n\ncpus=2\n${trace(free("0x10"))}`);
  assertEquals([importer.log.length, importer.report.lines, importer.report.skipped.size], [
    1,
    4,
    0,
  ]);
});

Deno.test("a last line without its end is read if it is whole", () => {
  assertEquals(told(trace(free("0x10"), alloc("0x10")).trimEnd()), [
    "page-freed 0x10",
    "page-allocated 0x10",
  ]);
});

Deno.test("however a trace is cut into pieces, the log is the same", () => {
  const text = `# tracer: nop\r\n${trace(free("0x10"), "other: x", alloc("0x10", 2))}` +
    `garbage\n${"y".repeat(70_000)}\n${trace(free("0x10", 2))}`;
  const whole = imported(text);
  const words = whole.log.words.slice(0, whole.log.length * STRIDE);
  for (const piece of [1, 2, 3, 7, 64, 1000, 65_535, 65_536, 65_537]) {
    const other = imported(text, undefined, piece);
    assertEquals(other.log.words.slice(0, other.log.length * STRIDE), words, `pieces of ${piece}`);
    assertEquals([...other.report.skipped], [...whole.report.skipped], `pieces of ${piece}`);
  }
});

Deno.test("more tasks than lanes: later ones share the lane of their name, the last all others'", () => {
  const lines: string[] = [];
  for (let task = 0; task < 700; task++) {
    const name = task < 400 ? "cc1" : `odd${task}`;
    lines.push(`     ${name}-${1000 + task}  [000] .....   1.0: ${free("0x10")}\n`);
  }
  const importer = imported(lines.join(""));
  const { lanes } = importer.tasks;
  assertEquals(lanes.length, 254);
  assertEquals([lanes[1].name, lanes[200].name, lanes[201].name], ["cc1-1000", "cc1-1199", "cc1"]);
  assertEquals([lanes[202].name, lanes[253].name], ["odd400", "others"]);
  assertEquals([importer.tasks.all.length, importer.tasks.shared], [700, 500]);
  const actors = Array.from(
    { length: 700 },
    (_, at) => (importer.log.words[at * STRIDE] >>> 8) & 255,
  );
  assertEquals([actors[0], actors[250], actors[399], actors[400], actors[699]], [
    1,
    201,
    201,
    202,
    253,
  ]);
  assert(importer.log.length < EVENTS_MAX);
});
