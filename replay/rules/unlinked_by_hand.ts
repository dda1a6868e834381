/**
 * Rule `unlinked-by-hand`: a free block leaves its list by the allocator's own functions.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, orderOf, pfnOf } from "../../events/log.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

/** A free block leaves its list by the allocator's own functions, which keep flags and counters. */
export const unlinkedByHand: Rule = {
  name: "unlinked-by-hand",
  sentence:
    "A free block leaves its list by the allocator's own functions: they clear the buddy flag " +
    "and count the block and its pages off.",
  source: "R9; Linux, mm/page_alloc.c, del_page_from_free_list; claims T9, T16",
  feeds: [Kind.BlockUnlinked, Kind.BlockTaken, Kind.PageRefilled],
  begin: (scene) => ({
    after: listen((words, index, number) => {
      const pages = 1 << orderOf(words, index);
      scene.report(
        number,
        pfnOf(words, index),
        `${
          laneName(scene, actorOf(words, index))
        } unlinks a free block by hand: it is still flagged as ` +
          `free, and the zone counts ${pages} pages too many`,
      );
    }, Kind.BlockUnlinked),
  }),
};
