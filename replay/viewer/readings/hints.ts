/**
 * The reading `hints`: which pages are hinted, and which of these hints are stale.
 * @module
 */
import { Bit, orderOfBlock, REPORTED, State, stateOf } from "../../../core/state/memory.ts";
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

// Names of this module are constants to the compiler, those of another are loads.
const { Hinted: HINTED, Stale: STALE } = Bit, { None, Free, Used } = State;
const Hinted = 1, Stale = 2, FreeAgain = 3, Reported = 4;

export const hints: Reading = {
  name: "hints",
  sentence: "pages hinted as free and not dealt with yet; stale if handed out since they were read",
  isTold: (header) => !isTraced(header),
  classes: () => [
    { word: "not hinted", sign: ".", tone: "quiet" },
    { word: "hinted", sign: "h" },
    { word: "stale: handed out since", sign: "S", tone: "alarm" },
    { word: "stale, free again", sign: "s" },
    { word: "free, and the host was told", sign: "r" },
    NO_PAGE,
  ],
  fill({ block, bits, frames }, classes) {
    // Few pages are hinted: what is not is written by whole blocks.
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word);
      if (state === None) {
        classes[head] = bits[head] & HINTED ? hinted(bits[head], FreeAgain) : 0;
        head++;
        continue;
      }
      const end = head + (1 << orderOfBlock(word));
      const plain = state === Free && (word & REPORTED) !== 0 ? Reported : 0;
      const stale = state === Used ? Stale : FreeAgain;
      for (let page = head; page < end; page++) {
        const bit = bits[page];
        classes[page] = bit & HINTED ? hinted(bit, stale) : plain;
      }
      head = end;
    }
  },
};

const hinted = (bits: number, stale: number): number => bits & STALE ? stale : Hinted;
