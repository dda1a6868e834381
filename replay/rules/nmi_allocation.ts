/**
 * Rule `nmi-allocation`: nobody allocates or frees in an nmi.
 *
 * A trace of a newer Linux may show it all the same: alloc_pages_nolock and free_pages_nolock only try
 * the locks (commit 8c57b687e833, 2025). A trace does not say which function was called.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, kindOf, NONE, pfnOf } from "../../events/log.ts";
import { many } from "../text.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const NMI = 3;

const acts: Readonly<Record<number, string>> = {
  [Kind.PageAllocated]: "allocates",
  [Kind.AllocationFailed]: "tries to allocate",
  [Kind.PageFreed]: "frees a block",
};

/** Nobody allocates or frees in an nmi. */
export const nmiAllocation: Rule = {
  name: "nmi-allocation",
  sentence: "Nobody allocates or frees in an nmi: it may have come while this very cpu holds the " +
    "zone's lock, which interrupts off do not prevent.",
  source: "R17; Linux, include/linux/gfp.h, commit ab00db216c9c (2020): GFP_ATOMIC is not for nmi",
  feeds: [Kind.PageAllocated, Kind.AllocationFailed, Kind.PageFreed],
  begin(scene) {
    const { memory, imported } = scene;
    const { cpuContext, cpus } = memory;
    let doubts = 0;
    return {
      after: listen((words, index, number) => {
        const cpu = cpuOf(words, index);
        if (contextOf(words, index) !== NMI && (cpu >= cpus || cpuContext[cpu] !== NMI)) return;
        if (imported) {
          doubts++;
          return;
        }
        const kind = kindOf(words, index);
        const pfn = kind === Kind.AllocationFailed ? NONE : pfnOf(words, index);
        scene.report(
          number,
          pfn,
          `${laneName(scene, actorOf(words, index))} ${acts[kind]} in an nmi`,
        );
      }, ...nmiAllocation.feeds),
      end() {
        if (doubts === 0) return;
        scene.partly(
          `${many(doubts, "event")} of allocating and freeing in an nmi: newer kernels have ` +
            "functions for that",
        );
      },
    };
  },
};
