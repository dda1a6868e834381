/**
 * The model against a real kernel, page for page: traces of Linux 6.1.192 with their lists at the first
 * and last event.
 */
import { assert, assertEquals } from "@std/assert";
import { Status } from "../../../../core/state/views.ts";
import { compareEnd } from "../../../../core/run/match/compare.ts";
import type { MissClass, Share, Tally } from "../../../../core/run/match/tally.ts";
import { dump, matched, matchedText } from "../../../support/matches.ts";
import { bundledTrace } from "../../../support/traces.ts";

const all = ({ exact, total }: Share): boolean => exact === total;
const missing = ({ exact, total }: Share): number => total - exact;
const countsOf = ({ misses }: Tally): Partial<Record<MissClass, number>> =>
  Object.fromEntries([...misses].map(([name, { count }]) => [name, count]));

/** What each trace holds: removals, per-cpu allocations, drained, steals; and its misses by class. */
const cases: readonly [
  name: string,
  totals: number[],
  misses: Partial<Record<MissClass, number>>,
][] = [
  ["base-256", [45_183, 64_157, 45_374, 3], { M1: 2 }],
  ["frag-256", [53_030, 61_250, 53_243, 66], {}],
  ["smp2-512", [65_304, 86_672, 65_330, 4], { M1: 23 }],
  ["smp2g-256", [12_279, 12_906, 12_196, 0], { M1: 5 }], // a TGID column
  ["smp2p-512", [22_258, 23_750, 22_256, 0], {}], // kprobes tell of bulk allocations
  ["disk-128", [21_029, 22_428, 17_763, 36], { M3: 2 }], // kswapd and reclaim to a disk
  ["compact-128", [3780, 3822, 3464, 2], { M3: 9 }], // kprobes tell of kswapd's turns
  ["compactp-256", [20_657, 21_593, 22_226, 1], {}], // kprobes tell of compaction's isolations
];

for (const [name, totals, misses] of cases) {
  Deno.test(`${name}: every page that the kernel took, drained and stole is predicted`, () => {
    const { tally, machine, end } = matched(name);
    const { removals, pcpAllocations, drained, steals, zoneChoices, refills } = tally.shares;
    assertEquals([removals, pcpAllocations, drained, steals].map(({ total }) => total), totals);
    for (const share of [removals, drained, steals, refills]) assert(all(share));
    assertEquals(missing(pcpAllocations), misses.M1 ?? 0);
    assertEquals(missing(zoneChoices), misses.M3 ?? 0);
    assertEquals(countsOf(tally), misses);
    assertEquals(machine.memory.status[Status.Faults], 0);
    assertEquals(end.differences, []);
  });
}

Deno.test("shuffle-128: chance puts blocks of the highest order at head or tail, and nothing else differs", () => {
  const { tally, end } = matched("shuffle-128");
  assertEquals([tally.shares.removals, tally.shares.drained].map(missing), [0, 0]);
  assertEquals(countsOf(tally), { M3: 10 });
  assertEquals(end.differences, ["zone DMA, order 10, type 1: 3 blocks, the kernel's 3"]);
});

Deno.test("what kswapd did without an event is read, and said: nothing of it where there is no kswapd", () => {
  const { kswapdEnds, kswapdLimits } = matched("disk-128").tally.read;
  assert(kswapdEnds > 0 && kswapdLimits > 0);
  assertEquals(matched("base-256").tally.read, { kswapdEnds: 0, kswapdLimits: 0 });
  assertEquals(matched("compact-128").tally.read, { kswapdEnds: 0, kswapdLimits: 0 }); // kprobes tell
});

/** The trace's probe lines left out: what they told is then a miss, of the class that is theirs. */
const unprobed: readonly [name: string, probe: RegExp, missClass: MissClass][] = [
  ["smp2p-512", /^.*__alloc_pages_bulk.*\n/gm, "M1"],
  ["compactp-256", /^.*__isolate_free_page.*\n/gm, "M2"],
];

for (const [name, probe, missClass] of unprobed) {
  Deno.test(`${name} without its kprobes: the misses are of class ${missClass}`, () => {
    const text = new TextDecoder().decode(bundledTrace(`${name}.ftrace`));
    assert(probe.test(text));
    const { tally, machine } = matchedText(text.replaceAll(probe, ""), dump(name, "start"));
    const missed = tally.misses.get(missClass)?.count ?? 0;
    assert(missed > 0 && missed < 0.02 * tally.shares.removals.total);
    assertEquals(Object.keys(countsOf(tally)), [missClass]);
    // What was not seen was worked out: the end is the kernel's.
    assertEquals(compareEnd(machine.memory, dump(name, "end")).differences, []);
  });
}

/** The lines of a trace with two cpus, of which a stretch has one time and comes cpu by cpu (M4). */
function standing(text: string, from: number, until: number): string {
  const lines = text.split("\n");
  const time = /(\s)(\d+): \w+:/.exec(lines[from])![2];
  const stretch = lines.slice(from, until).map((line) =>
    line.replace(/(\]\s+\S+\s+)\d+: /, `$1${time}: `)
  );
  const of = (cpu: string): string[] => stretch.filter((line) => line.includes(`[00${cpu}]`));
  return [...lines.slice(0, from), ...of("1"), ...of("0"), ...lines.slice(until)].join("\n");
}

Deno.test("a clock that stands still while two cpus work: misses of class M4, and the end is right", () => {
  const text = new TextDecoder().decode(bundledTrace("smp2p-512.ftrace"));
  const { tally, machine } = matchedText(
    standing(text, 30_000, 34_000),
    dump("smp2p-512", "start"),
  );
  assertEquals(Object.keys(countsOf(tally)), ["M4"]);
  assert(tally.misses.get("M4")!.count > 100);
  assertEquals(compareEnd(machine.memory, dump("smp2p-512", "end")).differences, []);
});

Deno.test("two removals of two cpus at one time, told the wrong way round, are swapped", () => {
  const lines = new TextDecoder().decode(bundledTrace("smp2p-512.ftrace")).split("\n");
  const isRemoval = (line: string): boolean => /zone_locked.* order=0 migratetype=1 /.test(line);
  const cpuAt = (line: string): string => /\[(\d+)\]/.exec(line)?.[1] ?? "";
  const at = lines.findIndex((line, index) =>
    index > 50_000 && isRemoval(line) && isRemoval(lines[index + 1]) &&
    cpuAt(line) !== cpuAt(lines[index + 1])
  );
  assert(at > 0);
  const time = /\s(\d+): mm_page/.exec(lines[at])![1];
  const second = lines[at + 1].replace(/(\s)\d+: mm_page/, `$1${time}: mm_page`);
  const swapped = [...lines.slice(0, at), second, lines[at], ...lines.slice(at + 2)].join("\n");
  const { tally } = matchedText(swapped, dump("smp2p-512", "start"));
  assertEquals(countsOf(tally), {});
});
