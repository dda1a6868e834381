/**
 * Rule `hint-array`: hints are stored within the caller's array, little-endian.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, pfnOf, valueOf } from "../../events/log.ts";
import { usedHeadOf } from "../../core/state/apply/unlisted.ts";
import { orderOfBlock } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import { frame } from "../text.ts";
import { ENTRIES_A_PAGE_BITS, headOf, laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const INDEX = 0x3fffffff, HELD = 1 << 30;

/** Hints are stored within the caller's array, as the host reads them. */
export const hintArray: Rule = {
  name: "hint-array",
  sentence: "A call stores hints within the caller's array and within its block, and in the byte " +
    "order that the host reads: little-endian.",
  source: "claims T4, T5; virtio: le64",
  feeds: [Kind.HintRead],
  begin(scene) {
    const { memory } = scene;
    const { status, block } = memory;
    const capacity = new Int32Array(scene.lanes.length).fill(NONE); // by lane, of its open call
    const checked = new Int32Array(scene.lanes.length).fill(NONE); // the array's page seen last

    /** Why the array's page that an entry lies in is not the array's; empty if it is. */
    function wrongPage(array: number, page: number): string {
      const head = usedHeadOf(memory, array);
      if (head === NONE) {
        return headOf(memory, array) === NONE ? "" : `, but its array at ${frame(array)} is free`;
      }
      const end = head + (1 << orderOfBlock(block[head]));
      return page < end ? "" : `, behind the block of its array at ${frame(array)}`;
    }

    return {
      after: {
        ...listen((words, index) => {
          capacity[actorOf(words, index)] = valueOf(words, index);
          checked[actorOf(words, index)] = NONE;
        }, Kind.HintCallBegun),
        ...listen((words, index) => {
          capacity[actorOf(words, index)] = NONE;
        }, Kind.HintCallEnded),
        ...listen((words, index, number) => {
          const value = valueOf(words, index), lane = actorOf(words, index);
          const entry = value & INDEX;
          if (value < 0) {
            const what = `stores entry ${entry} big-endian, and the host reads little-endian`;
            scene.report(number, pfnOf(words, index), `${laneName(scene, lane)} ${what}`);
            return;
          }
          if ((value & HELD) !== 0) return;
          if (capacity[lane] !== NONE && entry >= capacity[lane]) {
            const what = `stores entry ${entry} (from 0) in an array of ${capacity[lane]}`;
            scene.report(number, pfnOf(words, index), `${laneName(scene, lane)} ${what}`);
            return;
          }
          const array = status[Status.ArrayPfn];
          const page = array + (entry >> ENTRIES_A_PAGE_BITS);
          if (array === NONE || page === checked[lane]) return;
          checked[lane] = page;
          const fault = wrongPage(array, page);
          if (fault === "") return;
          const what = `stores entry ${entry} at page ${frame(page)}${fault}`;
          scene.report(number, page, `${laneName(scene, lane)} ${what}`);
        }, Kind.HintRead),
      },
    };
  },
};
