/**
 * A match without lists: what is called sure is right, and most of what a cpu's lists do is sure.
 */
import { assert, assertEquals } from "@std/assert";
import { hosts } from "../../../../core/decide/hosts/mod.ts";
import { linux61 } from "../../../../core/decide/profiles/linux_6_1.ts";
import { learnLists } from "../../../../core/run/match/learn.ts";
import { match, type Matched } from "../../../../core/run/match/match.ts";
import { faultOf } from "../../../../core/run/start/check.ts";
import { dump } from "../../../support/matches.ts";
import { bundledTrace, imported } from "../../../support/traces.ts";

const learnt = (text: string | Uint8Array) => {
  const { log, tasks: { lanes }, frames, cpus } = imported(text);
  const trace = { words: log.words, events: log.length, lanes };
  return { trace, lists: learnLists(trace, frames, cpus, linux61) };
};

function unknown(text: string | Uint8Array): Matched {
  const { trace, lists } = learnt(text);
  return match(trace, lists, linux61, hosts[0], true);
}

/** A trace, pages that were handed out without an event (M1), and how many removals are sure. */
const cases: readonly [name: string, silent: number, sureRemovals: number][] = [
  ["base-256", 2, 21_167],
  ["frag-256", 0, 12_657],
  ["smp2-512", 14, 15_176],
  ["disk-128", 0, 16_200],
  ["smp2g-256", 2, 4543],
];

for (const [name, silent, sureRemovals] of cases) {
  Deno.test(`${name} without its lists: every sure prediction is exact`, () => {
    const { tally, sure } = unknown(bundledTrace(`${name}.ftrace`));
    const { removals, pcpAllocations, drained } = tally.shares;
    assertEquals(removals, { exact: sureRemovals, total: sureRemovals });
    assertEquals(pcpAllocations.total - pcpAllocations.exact, silent);
    assertEquals(drained.exact, drained.total);
    assertEquals([...tally.misses.keys()], silent > 0 ? ["M1"] : []);
    // Most of what happens on a cpu's lists is sure.
    assert(pcpAllocations.total > 0.98 * (pcpAllocations.total + tally.unsure.pcpAllocations));
    assert(drained.total > 0.95 * (drained.total + tally.unsure.drained));
    const first = Math.min(...[...sure!.lists.values()].map(({ fromEvent }) => fromEvent));
    assert(first < 1000, `the first sure prediction is of event ${first}`);
  });
}

Deno.test("lists learned from a trace make sense, and agree with the dump where it shows them", () => {
  const { lists } = learnt(bundledTrace("base-256.ftrace"));
  assertEquals(faultOf(lists), undefined);
  const [, theirs] = dump("base-256", "start").zones;
  const [, ours] = lists.zones;
  const known = new Set(theirs.pcp[0].lists.flatMap(({ pages }) => pages.map(([pfn]) => pfn)));
  const learned = ours.pcp[0].lists.flatMap(({ pages }) => pages.map(([pfn]) => pfn));
  assert(learned.length > 0.9 * known.size);
  assertEquals(learned.filter((pfn) => !known.has(pfn)), []);
});

const line = (at: number, event: string): string =>
  `     wl-7  [000] .....   1.${String(at).padStart(6, "0")}: ${event}\n`;

Deno.test("a page that was freed in the trace is handed out again for sure; a page from before is not", () => {
  const alloc = "mm_page_alloc: page=1 pfn=0x2000 order=0 migratetype=1 gfp_flags=GFP_KERNEL";
  const { tally } = unknown(
    line(0, alloc) + line(1, "mm_page_free: page=1 pfn=0x2000 order=0") + line(2, alloc),
  );
  assertEquals(tally.shares.pcpAllocations, { exact: 1, total: 1 });
  assertEquals(tally.unsure.pcpAllocations, 1);
});

Deno.test("a trace in which nothing repeats has no sure prediction", () => {
  const { tally, sure } = unknown(line(0, "mm_page_free: page=1 pfn=0x2000 order=0"));
  assertEquals([tally.shares.removals.total, sure!.lists.size], [0, 0]);
});
