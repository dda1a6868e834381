/**
 * Rule `buffer-reused`: what the guest has queued belongs to the device until it is used.
 * @module
 */
import { Kind, MESSAGES } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { Slot } from "../../core/state/apply/channel.ts";
import { Status } from "../../core/state/views.ts";
import { BITS_A_PAGE_BITS, laneName, pageOfEntry } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const ARRAY = MESSAGES.indexOf("array"), BITMAP = MESSAGES.indexOf("bitmap");
const HELD = 1 << 30;
const STATES = ["free", "filled", "queued", "received", "used"] as const;

/** What is queued belongs to the device until it is used: the descriptor and the hint array. */
export const bufferReused: Rule = {
  name: "buffer-reused",
  sentence:
    "A descriptor is filled only when it is free, and a hint array or bitmap that is queued is " +
    "neither given back nor written before the device has used it.",
  source: "R12; virtio: a buffer belongs to the device until it is used",
  feeds: [Kind.DescriptorFilled],
  begin(scene) {
    const { memory } = scene;
    const { status, slotState, slotMessage, slotPfn, geometry } = memory;
    /** By slot: the pages of the array that the device has, from `first` up to, not including, `end`. */
    const first = new Int32Array(geometry.queue), end = new Int32Array(geometry.queue);
    let lowest = 0, highest = 0; // no array of the device lies outside
    const bitmapPages = ((geometry.array - 1) >> (BITS_A_PAGE_BITS - 5)) + 1;

    function bounds(): void {
      lowest = highest = 0;
      for (let slot = 0; slot < first.length; slot++) {
        if (end[slot] === 0) continue;
        lowest = highest === 0 ? first[slot] : Math.min(lowest, first[slot]);
        highest = Math.max(highest, end[slot]);
      }
    }

    /** Reports a change of pages from `pfn` up to `until` if the device has one of them. */
    function touched(
      words: Words,
      index: number,
      number: number,
      pfn: number,
      until: number,
    ): void {
      if (pfn >= highest || until <= lowest) return;
      for (let slot = 0; slot < first.length; slot++) {
        if (pfn >= end[slot] || until <= first[slot]) continue;
        const verb = kindOf(words, index) === Kind.PageFreed ? "gives back" : "writes";
        const who = laneName(scene, actorOf(words, index));
        const state = STATES[slotState[slot]];
        scene.report(
          number,
          Math.max(pfn, first[slot]),
          `${who} ${verb} the hint ${
            MESSAGES[slotMessage[slot] & 7]
          } of descriptor ${slot}, which is ` +
            `${state} and not used yet`,
        );
        return;
      }
    }

    const block = (words: Words, index: number, number: number): void => {
      if (highest === 0) return;
      const pfn = pfnOf(words, index);
      touched(words, index, number, pfn, pfn + (1 << orderOf(words, index)));
    };

    return {
      before: listen((words, index, number) => {
        const slot = status[Status.Filled] % geometry.queue;
        if (!(slotState[slot] > Slot.Free)) return; // also where there is no queue
        const who = laneName(scene, actorOf(words, index));
        scene.report(
          number,
          NONE,
          `${who} fills descriptor ${slot}, which is ${STATES[slotState[slot]]}, not free`,
        );
      }, Kind.DescriptorFilled),
      after: {
        ...listen((words, index) => {
          const slot = valueOf(words, index), word = slotMessage[slot];
          const message = word & 7;
          if ((message !== ARRAY && message !== BITMAP) || slotPfn[slot] === NONE) return;
          first[slot] = slotPfn[slot];
          end[slot] = slotPfn[slot] +
            (message === BITMAP ? bitmapPages : pageOfEntry(memory, (word >>> 4) - 1) + 1);
          bounds();
        }, Kind.DescriptorQueued),
        ...listen((words, index) => {
          const slot = valueOf(words, index);
          if (end[slot] === 0) return;
          first[slot] = end[slot] = 0;
          bounds();
        }, Kind.DescriptorUsed),
        ...listen(block, Kind.PageFreed, Kind.PageWritten),
        ...listen((words, index, number) => {
          const value = valueOf(words, index), array = status[Status.ArrayPfn];
          if (highest === 0 || (value & HELD) !== 0 || array === NONE) return;
          const page = array + pageOfEntry(memory, value & (HELD - 1));
          touched(words, index, number, page, page + 1);
        }, Kind.HintRead),
        ...listen((words, index, number) => {
          const bitmap = status[Status.ArrayPfn];
          if (highest === 0 || bitmap === NONE) return;
          const page = bitmap + (valueOf(words, index) >> BITS_A_PAGE_BITS);
          touched(words, index, number, page, page + 1);
        }, Kind.HintMarked),
        ...listen((words, index, number) => {
          const bitmap = status[Status.ArrayPfn];
          if (highest === 0 || bitmap === NONE) return;
          touched(words, index, number, bitmap, bitmap + bitmapPages);
        }, Kind.BitmapCleared),
      },
    };
  },
};
