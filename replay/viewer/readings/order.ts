/**
 * The reading `order`: how large the block is that a page belongs to, free or in use.
 * @module
 */
import { BACK, orderOfBlock, State, stateOf } from "../../../core/state/memory.ts";
import { NO_PAGE, type Reading } from "./reading.ts";

const SIGNS = "0123456789A";

export const order: Reading = {
  name: "order",
  sentence: "the order of the block that a page belongs to (2^order pages), free or in use",
  isTold: () => true,
  classes: ({ geometry: { orders } }) => [
    { word: "in no block", sign: "?", tone: "quiet" },
    ...Array.from({ length: orders }, (_, at) => ({
      word: `free, order ${at}`,
      sign: SIGNS[at],
      tone: "ramp" as const,
    })),
    ...Array.from({ length: orders }, (_, at) => ({
      word: `in use, order ${at}`,
      sign: String.fromCharCode("a".charCodeAt(0) + at),
      tone: "ramp-2" as const,
    })),
    NO_PAGE,
  ],
  fill({ block, frames, orders }, classes) {
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word);
      if (state === State.None) {
        classes[head++] = word === BACK ? 1 : 0; // a trace gives pages back one by one
        continue;
      }
      const size = orderOfBlock(word), found = 1 + size + (state === State.Used ? orders : 0);
      if (size === 0) classes[head++] = found;
      else {
        classes.fill(found, head, head + (1 << size));
        head += 1 << size;
      }
    }
  },
};
