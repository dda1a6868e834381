/**
 * Rule `hint-trusted`: a hint gives nobody the page.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { usedHeadOf } from "../../core/state/apply/unlisted.ts";
import { Bit } from "../../core/state/memory.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const HELD = 1 << 30;
const DATA = 0; // zeros and poison are what a kernel itself writes to free pages

const verbs: Readonly<Record<number, string>> = {
  [Kind.PageRelied]: "reads",
  [Kind.StructPageUsed]: "uses the struct page of",
};

/** Nobody uses a page because a hint says that it is free. */
export const hintTrusted: Rule = {
  name: "hint-trusted",
  sentence:
    "Nobody uses a page or its struct page because a hint says that it is free: it is whose it was.",
  source: "claim T6 (pfn_to_page on a hint is strongly discouraged)",
  feeds: [Kind.HintRead, Kind.HintMarked],
  begin(scene) {
    const { memory } = scene;
    const { bits } = memory;
    /** By page: the lane that read it off a list as a hint and has not been given it since, plus 1. */
    let hinter: Uint8Array | null = null;

    function uses(
      words: Words,
      index: number,
      number: number,
      order: number,
      fill: number,
    ): void {
      if (hinter === null) return;
      const lane = actorOf(words, index), pfn = pfnOf(words, index);
      for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
        const mine = hinter[page] === lane + 1;
        if (!mine && ((bits[page] & Bit.Hinted) === 0 || fill !== DATA)) continue;
        const used = usedHeadOf(memory, page) !== NONE;
        if (!mine && used) continue;
        const verb = verbs[kindOf(words, index)] ?? "writes";
        const whose = used ? "somebody else has taken" : "nobody has taken";
        scene.report(
          number,
          page,
          `${laneName(scene, lane)} ${verb} a page that ${mine ? "it" : "somebody"} read as a ` +
            `hint and that ${whose}`,
        );
        return; // one finding an event
      }
    }

    return {
      after: {
        ...listen(
          (words, index) => {
            hinter ??= new Uint8Array(memory.frames);
            const pfn = pfnOf(words, index);
            const held = kindOf(words, index) === Kind.HintRead &&
              (valueOf(words, index) & HELD) !== 0;
            hinter.fill(
              held ? 0 : actorOf(words, index) + 1,
              pfn,
              pfn + (1 << orderOf(words, index)),
            );
          },
          Kind.HintRead,
          Kind.HintMarked,
        ),
        ...listen((words, index) => {
          if (hinter === null) return;
          const pfn = pfnOf(words, index), mine = actorOf(words, index) + 1;
          for (let page = pfn, end = pfn + (1 << orderOf(words, index)); page < end; page++) {
            if (hinter[page] === mine) hinter[page] = 0;
          }
        }, Kind.PageAllocated),
        ...listen((words, index, number) => {
          uses(words, index, number, orderOf(words, index), valueOf(words, index) & 3);
        }, Kind.PageWritten),
        ...listen(
          (words, index, number) => uses(words, index, number, 0, DATA),
          Kind.PageRelied,
          Kind.StructPageUsed,
        ),
      },
    };
  },
};
