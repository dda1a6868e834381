/**
 * Rule `hint-after-sync`: a hint is applied before the sync that follows its reading, or not at all.
 *
 * ```text
 * read   write   fetch   merge   apply     the bit of the write is gone, and no log has it any more
 * fetch  read    merge   apply             fine: what the merge brought was written before the reading
 * read   write   fetch   apply   merge     fine: the merge sets the bit again
 * ```
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { orderOf, pfnOf, valueOf } from "../../events/log.ts";
import { eventName } from "../text.ts";
import { listen, type Rule } from "./rule.ts";

const COUNT = 0x0fffffff;

/** A hint is applied before the sync that follows its reading, or not at all. */
export const hintAfterSync: Rule = {
  name: "hint-after-sync",
  sentence: "A hint that was read before a sync is not applied after it: the bits that it clears " +
    "may be the only record of writes that the sync brought.",
  source: "QEMU stops hinting before each sync (migration/ram.c, precopy notifiers)",
  feeds: [Kind.HintApplied],
  begin(scene) {
    const { frames } = scene.memory;
    /** By first page of a block: the event that read it. */
    let readAt: Int32Array | null = null;
    /** By page: its last fetch; behind these, again by page: its last fetch that was merged. */
    let syncs = new Int32Array(0);
    return {
      after: {
        ...listen(
          (words, index, number) => {
            if (readAt === null) {
              readAt = new Int32Array(frames);
              syncs = new Int32Array(2 * frames);
            }
            readAt[pfnOf(words, index)] = number;
          },
          Kind.HintRead,
          Kind.HintMarked,
        ),
        ...listen((words, index, number) => {
          if (readAt === null) return; // no hint is older
          const pfn = pfnOf(words, index);
          syncs.fill(number, pfn, pfn + (valueOf(words, index) & COUNT));
        }, Kind.LogFetched),
        ...listen((words, index) => {
          if (readAt === null) return;
          const pfn = pfnOf(words, index);
          syncs.copyWithin(frames + pfn, pfn, pfn + (valueOf(words, index) & COUNT));
        }, Kind.LogMerged),
        ...listen((words, index, number) => {
          const pfn = pfnOf(words, index), read = readAt === null ? 0 : readAt[pfn];
          if (read === 0) return;
          for (let page = pfn, end = pfn + (1 << orderOf(words, index)); page < end; page++) {
            if (syncs[frames + page] <= read) continue;
            scene.report(
              number,
              pfn,
              `the host applies the hint that was read at ${eventName(read)}, before the sync of ` +
                `${eventName(syncs[frames + page])}`,
            );
            return;
          }
        }, Kind.HintApplied),
      },
    };
  },
};
