/**
 * The reading `owner`: who has a page: a free list, a cpu's list, or whoever it was handed out to.
 * @module
 */
import { BACK, orderOfBlock, ownerOfBlock, State, stateOf } from "../../../core/state/memory.ts";
import { NO_PAGE, type Reading } from "./reading.ts";

const Nobody = 0, Free = 1, Percpu = 2, Used = 3;

export const owner: Reading = {
  name: "owner",
  sentence: "who has each page: the free lists, a cpu's own lists, or whoever it was handed out to",
  isTold: () => true,
  classes: ({ geometry: { owners }, actors, imported }) => [
    imported === undefined
      ? { word: "in nobody's hands", sign: "?", tone: "quiet" }
      : { word: "not known", sign: "?", tone: "quiet" },
    { word: "free", sign: ".", tone: "ramp" },
    { word: "free, on a cpu's list", sign: ":", tone: "ramp" },
    { word: "in use", sign: "#", tone: "quiet" },
    ...Array.from({ length: owners }, (_, at) => ({
      word: `held by ${actors[at + 1]?.name ?? `lane ${at + 1}`}`,
      sign: String.fromCharCode("A".charCodeAt(0) + at % 26),
    })),
    NO_PAGE,
  ],
  fill({ block, frames }, classes) {
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word);
      if (state === State.None) {
        classes[head++] = word === BACK ? Free : Nobody;
        continue;
      }
      const found = state === State.Free
        ? Free
        : state === State.Percpu
        ? Percpu
        : Used + ownerOfBlock(word);
      const order = orderOfBlock(word);
      if (order === 0) classes[head++] = found;
      else {
        classes.fill(found, head, head + (1 << order));
        head += 1 << order;
      }
    }
  },
};
