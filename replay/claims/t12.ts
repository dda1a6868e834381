/**
 * T12, mail 7: allocate the blocks, with flags that ask for nothing, and count what is left.
 * @module
 */
import { type Claim, figure, subjectOf } from "./claim.ts";
import { keep } from "./probes/keep.ts";

export const t12: Claim = {
  id: "T12",
  mail: "#7",
  says:
    "Drop the interface: alloc_pages() with NORETRY, NOWARN, THISNODE and NOMEMALLOC, and one " +
    "query for the count: no races, no addresses, the usual responses.",
  condition: "no block goes back before the host has used its hint",
  probes: [keep],
  judge(runs) {
    const { facts, figures: { hints, guest } } = subjectOf(runs);
    const { watermark, belowOrder, percpu, otherNode, onPurpose } = hints.notHinted;
    const efforts = facts.reclaims + facts.kswapdWoken;
    return {
      holds: hints.applied > 0 && hints.staleAtUse === 0 && hints.staleAtReceipt === 0 &&
        efforts === 0,
      met: facts.returnedEarly === 0,
      figures: [
        figure("staleAtUse", "stale when the host used them", hints.staleAtUse, "pages"),
        figure("returnedEarly", "given back before that", facts.returnedEarly, "blocks"),
        figure("hinted", "hinted", hints.read, "blocks"),
        figure("counted", "times it asked for the count", facts.counted),
        figure("failed", "requests that simply got nothing", facts.failed),
        figure("efforts", "its reclaims and wakings of kswapd", efforts),
        figure("slowed", "allocations of others slowed", guest.allocationsSlowed),
        figure("watermark", "not hinted: watermark, reserve", watermark, "memory"),
        figure("belowOrder", "not hinted: in smaller blocks", belowOrder, "memory"),
        figure("percpu", "not hinted: on per-cpu lists", percpu, "memory"),
        figure("otherNode", "not hinted: on another node", otherNode, "memory"),
        figure("onPurpose", "not hinted: left by the count", onPurpose, "memory"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs), { firstEarly } = run.facts;
    const early = `replay LOG --at ${firstEarly} --show hints`;
    return { run, command: firstEarly > 0 ? early : "replay LOG --show hints" };
  },
};
