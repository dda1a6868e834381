/**
 * The model against a real kernel, page for page: traces of Linux 6.1.192 with their lists at the first
 * and last event.
 */
import { assert, assertEquals } from "@std/assert";
import { linux61 } from "../../../../core/decide/profiles/linux_6_1.ts";
import type { Profile } from "../../../../core/decide/profiles/profile.ts";
import { Status } from "../../../../core/state/views.ts";
import type { Share } from "../../../../core/run/match/tally.ts";
import { matched } from "../../../support/matches.ts";

const all = (share: Share): boolean => share.exact === share.total && share.total > 0;

/** What each trace holds: removals, per-cpu allocations, drained, steals, and misses of class M1. */
const cases: readonly [name: string, totals: number[], silent: number][] = [
  ["base-256", [45_183, 64_157, 45_374, 3], 2],
  ["frag-256", [53_030, 61_250, 53_243, 66], 0],
  ["smp2-512", [65_304, 86_672, 65_330, 4], 23],
];

for (const [name, totals, silent] of cases) {
  Deno.test(`${name}: every page that the kernel took, drained and stole is predicted`, () => {
    const { tally, machine, end } = matched(name);
    const { removals, pcpAllocations, drained, steals, zoneChoices, refills } = tally.shares;
    assertEquals([removals, pcpAllocations, drained, steals].map(({ total }) => total), totals);
    for (const share of [removals, drained, steals, zoneChoices, refills]) assert(all(share));
    assertEquals(pcpAllocations.total - pcpAllocations.exact, silent);
    assertEquals([...tally.misses.keys()], silent > 0 ? ["M1"] : []);
    assertEquals(machine.memory.status[Status.Faults], 0);
    assertEquals(end.differences, []);
    for (const share of [end.lists, end.percpuLists, end.pageblocks, end.boosts]) {
      assert(all(share));
    }
  });
}

/** One rule of the profile changed, and what of frag-256 is then no longer exact (drains may be too long). */
const changed: readonly [
  rule: string,
  change: Partial<Profile>,
  broken: (keyof typeof shares)[],
][] = [
  ["11: stolen blocks go to the head", { stealToTail: false }, ["removals"]],
  [
    "7: fallbacks the other way round",
    { fallbacks: [[1, 2], [0, 2], [1, 0], [], []] },
    ["removals", "steals"],
  ],
  ["15: a refill takes half a batch", { refillBlocks: (batch) => batch >> 1 }, ["refills"]],
  ["17: the factor does not grow", { factorAfterDrain: () => 0 }, ["drained"]],
  ["17: an allocation does not halve the factor", { factorAfterTake: (factor) => factor }, []],
  [
    "18: a drain begins with list 0",
    {
      drainOrder: (view, zone, cpu, pages, _first, lists) =>
        linux61.drainOrder(
          view,
          zone,
          cpu,
          pages,
          view.percpuBase + (zone * view.cpus + cpu) * view.percpuLists,
          lists,
        ),
    },
    ["drained"],
  ],
];
const { shares } = matched("frag-256").tally;

for (const [rule, change, broken] of changed) {
  Deno.test(`the check can fail: rule ${rule}`, () => {
    const { tally } = matched("frag-256", { ...linux61, ...change });
    for (const sort of broken) {
      const { exact, total } = tally.shares[sort];
      assert(exact < total, `${sort}: ${exact} of ${total}`);
    }
    assert(tally.misses.has("unexplained"));
  });
}
