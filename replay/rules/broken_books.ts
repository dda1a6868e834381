/**
 * Rule `broken-books`: free lists, counters and flags agree, at every event and from scratch at the end.
 *
 * Where another rule's fault has broken them already, the check from scratch would say the same
 * again in other words: it is left out, and said to be.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { checkBlocks } from "../../core/state/invariants/blocks.ts";
import { checkChannel } from "../../core/state/invariants/channel.ts";
import { checkLists } from "../../core/state/invariants/lists.ts";
import { checkLocks } from "../../core/state/invariants/locks.ts";
import { checkPages } from "../../core/state/invariants/pages.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../core/state/memory.ts";
import { Fault, Status } from "../../core/state/views.ts";
import { laneName, typeName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const OURS = Fault.UnlinkedTwice | Fault.CountBelowZero | Fault.MergedUsed;

/** The first of the new fault bits, as what was done. */
function deed(bits: number): string {
  if (bits & Fault.UnlinkedTwice) return "unlinks a block that is on no list";
  if (bits & Fault.CountBelowZero) return "unlinks a block from a list that counts none";
  return "merges a block with a buddy that is not free";
}

/** Free lists, counters and flags agree. */
export const brokenBooks: Rule = {
  name: "broken-books",
  sentence: "Free lists, their counters and the flags of pages agree, and so do the books of " +
    "channel and migration.",
  source: "R9; core/state/invariants.ts; claims T9, T16",
  feeds: [
    Kind.WorldReady,
    Kind.BlockTaken,
    Kind.PageRefilled,
    Kind.BlockPut,
    Kind.PageDrained,
    Kind.PageblockStolen,
  ],
  begin(scene) {
    const { memory } = scene;
    const { status, block } = memory;
    let known = status[Status.Faults], inUse = false;
    let told = 0; // the last event that was accused before it was applied

    /** Fault bits stay set, so only the first event that sets one can be told. */
    function look(words: Words, index: number, number: number): void {
      const faults = status[Status.Faults];
      if (faults === known) return;
      const fresh = faults & ~known & OURS;
      known = faults;
      const kind = kindOf(words, index);
      if (fresh === 0 || told === number || kind === Kind.BlockReturned) return;
      if (kind === Kind.PageAllocated && inUse) return;
      const who = laneName(scene, actorOf(words, index));
      scene.report(number, pfnOf(words, index), `${who} ${deed(fresh)} (the first of its kind)`);
    }

    /** A block that is taken off a list stands on that list; of this every case can be told. */
    function taken(words: Words, index: number, number: number): void {
      const pfn = pfnOf(words, index), value = valueOf(words, index);
      const word = block[pfn], found = value & 15, type = (value >>> 4) & 7;
      const isFree = stateOf(word) === State.Free;
      if (isFree && orderOfBlock(word) === found && typeOfBlock(word) === type) return;
      told = number;
      const stands = isFree
        ? `it stands on that of order ${orderOfBlock(word)}, ${typeName(typeOfBlock(word))}`
        : "it stands on none";
      const who = laneName(scene, actorOf(words, index));
      const list = `the list of order ${found}, ${typeName(type)}`;
      scene.report(number, pfn, `${who} takes a block off ${list}, but ${stands}`);
    }

    return {
      before: {
        ...listen((words, index) => {
          // Handing out a page in use unlinks it too, as does giving up what nobody holds: that is
          // for the rule about double use to say.
          inUse = stateOf(block[pfnOf(words, index)]) === State.Used;
        }, Kind.PageAllocated),
        ...listen(taken, Kind.BlockTaken, Kind.PageRefilled),
        ...listen((_words, _index, number) => {
          told = number; // another rule accuses who unlinks by hand
        }, Kind.BlockUnlinked),
      },
      after: listen(
        look,
        Kind.PageAllocated,
        Kind.PageFreed,
        Kind.BlockTaken,
        Kind.PageRefilled,
        Kind.BlockPut,
        Kind.PageDrained,
        Kind.PageblockStolen,
        Kind.BlockReturned,
      ),
      end(at) {
        if (status[Status.Faults] !== 0 || told !== 0) {
          scene.partly(
            "the check from scratch at the end: a fault that was seen has broken the books",
          );
          return;
        }
        const say = (breach: string): void => scene.report(at, NONE, breach);
        checkBlocks(memory, checkLists(memory, say), say);
        checkPages(memory, say);
        checkLocks(memory, say);
        checkChannel(memory, say);
      },
    };
  },
};
