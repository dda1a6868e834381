/**
 * Rule `hint-array`: hints are stored within the caller's array or bitmap, little-endian.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { usedHeadOf } from "../../core/state/apply/unlisted.ts";
import { orderOfBlock } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import { frame } from "../text.ts";
import { BITS_A_PAGE_BITS, headOf, laneName, pageOfEntry } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const INDEX = 0x3fffffff, HELD = 1 << 30;

/** Hints are stored within the caller's array, as the host reads them. */
export const hintArray: Rule = {
  name: "hint-array",
  sentence:
    "A call stores hints within the caller's array or bitmap and within its block, and in the " +
    "byte order that the host reads: little-endian.",
  source: "claims T4, T5; virtio: le64",
  feeds: [Kind.HintRead, Kind.HintMarked],
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

    /** Looks at the page that `thing` is stored on, `offset` pages into the array, if it is news. */
    function stored(
      words: Words,
      index: number,
      number: number,
      offset: number,
      thing: string,
      at: number,
    ): void {
      const array = status[Status.ArrayPfn], lane = actorOf(words, index), page = array + offset;
      if (array === NONE || page === checked[lane]) return;
      checked[lane] = page;
      const fault = wrongPage(array, page);
      if (fault === "") return;
      const what = `stores ${thing} ${at} at page ${frame(page)}${fault}`;
      scene.report(number, page, `${laneName(scene, lane)} ${what}`);
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
          stored(words, index, number, pageOfEntry(memory, entry), "entry", entry);
        }, Kind.HintRead),
        ...listen((words, index, number) => {
          const lane = actorOf(words, index);
          const last = valueOf(words, index) + (1 << orderOf(words, index)) - 1;
          if (capacity[lane] !== NONE && last >= capacity[lane]) {
            const what = `marks bit ${last} (from 0) in a bitmap of ${capacity[lane]}`;
            scene.report(number, pfnOf(words, index), `${laneName(scene, lane)} ${what}`);
            return;
          }
          stored(words, index, number, last >> BITS_A_PAGE_BITS, "bit", last);
        }, Kind.HintMarked),
      },
    };
  },
};
