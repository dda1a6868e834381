/**
 * Rule `double-use`: a block is handed out once, given back once, and as a whole.
 *
 * A kernel's trace proves less than a run: pages are handed out and split without an event (bulk
 * allocation, compaction, split_page), and after lost events nothing that came before counts.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { coversUsed, usedHeadOf } from "../../core/state/apply/unlisted.ts";
import { BACK, orderOfBlock, ownerOfBlock, State, stateOf } from "../../core/state/memory.ts";
import { count, frame, many } from "../text.ts";
import { firstTaken, headOf, laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const ALLOCATED_PERCPU = 1 << 19, ALLOCATED_UNLISTED = 1 << 22, FREED_UNLISTED = 1 << 4;

/** A block is handed out once, given back once, and with the order that it was handed out with. */
export const doubleUse: Rule = {
  name: "double-use",
  sentence: "A block is handed out once, given back once, and with the order that it was handed " +
    "out with.",
  source: "R10; Linux, mm/page_alloc.c: bad_page, free_pages",
  feeds: [
    Kind.PageAllocated,
    Kind.PageFreed,
    Kind.BlockPut,
    Kind.BlockHeld,
    Kind.BlockReturned,
  ],
  begin(scene) {
    const { memory } = scene;
    const { block } = memory;
    const doubts = { freedAgain: 0, split: 0, lost: 0, eventsLost: false };

    function accuse(words: Words, index: number, number: number, what: string): void {
      const who = laneName(scene, actorOf(words, index));
      scene.report(number, pfnOf(words, index), `${who} ${what}`);
    }

    /** Who has a page: `in use`, `on a zone list`, `on a per-cpu list`, with its block. */
    function whose(page: number, pfn: number): string {
      const head = headOf(memory, page);
      const word = block[head === NONE ? page : head];
      const state = stateOf(word), order = orderOfBlock(word);
      const where = state === State.Used
        ? "in use"
        : `on a ${state === State.Percpu ? "per-cpu" : "zone"} list`;
      return `${page === pfn ? "" : `(page ${frame(page)}) `}${where} at order ${order}`;
    }

    function allocated(words: Words, index: number, number: number): void {
      const pfn = pfnOf(words, index), order = orderOf(words, index);
      const value = valueOf(words, index);
      if ((value & ALLOCATED_UNLISTED) !== 0) {
        if (!coversUsed(memory, pfn, order)) return;
        if (doubts.eventsLost) doubts.lost++;
        else accuse(words, index, number, `is given a block of order ${order} that is in use`);
        return;
      }
      if ((value & ALLOCATED_PERCPU) !== 0) {
        const word = block[pfn];
        if (stateOf(word) === State.Percpu && orderOfBlock(word) === order) return;
        if (headOf(memory, pfn) === NONE) return; // on no list: for the rule about lists to say
      } else if (order === 0 ? headOf(memory, pfn) === NONE : true) {
        if (order === 0 || firstTaken(memory, pfn, order) === NONE) return;
      }
      const page = firstTaken(memory, pfn, order);
      const what = `is given a block of order ${order} that is ${whose(page, pfn)}`;
      accuse(words, index, number, what);
    }

    function freedUnlisted(words: Words, index: number, number: number): void {
      const pfn = pfnOf(words, index), order = orderOf(words, index);
      const head = usedHeadOf(memory, pfn);
      let what = "";
      if (head === NONE) {
        if (block[pfn] !== BACK) return; // never heard of
        if (order === 0) {
          doubts.freedAgain++;
          return;
        }
        what = `gives back a block of order ${order} that was given back already`;
      } else {
        const had = orderOfBlock(block[head]);
        if (had === order) return;
        if (had > order) {
          doubts.split++;
          return;
        }
        what = `gives back order ${order} of a block of order ${had}`;
      }
      if (doubts.eventsLost) doubts.lost++;
      else accuse(words, index, number, what);
    }

    function freed(words: Words, index: number, number: number): void {
      if ((valueOf(words, index) & FREED_UNLISTED) !== 0) {
        return freedUnlisted(words, index, number);
      }
      const pfn = pfnOf(words, index), order = orderOf(words, index);
      const word = block[pfn];
      if (stateOf(word) === State.Used && orderOfBlock(word) === order) return;
      const head = headOf(memory, pfn);
      if (head === NONE) return; // in hand, or never heard of
      const had = block[head];
      accuse(
        words,
        index,
        number,
        stateOf(had) !== State.Used
          ? `gives back a block of order ${order} that is ${whose(pfn, pfn)}`
          : `gives back order ${order} of the block of order ${orderOfBlock(had)} at ${
            frame(head)
          }`,
      );
    }

    return {
      before: {
        ...listen(allocated, Kind.PageAllocated),
        ...listen(freed, Kind.PageFreed),
        ...listen((words, index, number) => {
          const pfn = pfnOf(words, index);
          if (stateOf(block[pfn]) === State.None) return;
          accuse(words, index, number, `puts a block on a list that is ${whose(pfn, pfn)}`);
        }, Kind.BlockPut),
        ...listen((words, index, number) => {
          const word = block[pfnOf(words, index)];
          if (stateOf(word) === State.Used && ownerOfBlock(word) === 0) return;
          const what = stateOf(word) !== State.Used
            ? "keeps a block that nobody was given"
            : `keeps a block that ${laneName(scene, ownerOfBlock(word))} has`;
          accuse(words, index, number, what);
        }, Kind.BlockHeld),
        ...listen((words, index, number) => {
          const word = block[pfnOf(words, index)];
          if (stateOf(word) === State.Used && ownerOfBlock(word) !== 0) return;
          accuse(words, index, number, "gives up a block that nobody holds");
        }, Kind.BlockReturned),
        ...listen(() => {
          doubts.eventsLost = true;
        }, Kind.EventsLost),
      },
      end() {
        const { freedAgain, split, lost } = doubts;
        if (freedAgain > 0) {
          scene.partly(
            `${many(freedAgain, "page")} given back again with no allocation between: bulk ` +
              "allocation and compaction give no event",
          );
        }
        if (split > 0) {
          scene.partly(
            `${
              many(split, "block")
            } given back in smaller pieces: splitting a block gives no event`,
          );
        }
        if (lost > 0) {
          scene.partly(`${count(lost)} contradictions behind events that the tracer lost`);
        }
      },
    };
  },
};
