/**
 * The reading `dirty`: what is still to be sent (the migration bitmap), and what was written since and is
 * known to the hypervisor alone (its dirty log). A page may be all of it.
 * @module
 */
import { Bit } from "../../../core/state/memory.ts";
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

const BITS = Bit.Migrate | Bit.Log | Bit.Fetched;

export const dirty: Reading = {
  name: "dirty",
  sentence: "pages still to be sent (migration bitmap), and pages in the hypervisor's dirty log",
  isTold: (header) => !isTraced(header),
  // By the sum of the three bits.
  classes: () => [
    { word: "clean", sign: ".", tone: "quiet" },
    { word: "to be sent", sign: "m" },
    { word: "in the dirty log", sign: "d" },
    { word: "to be sent, and in the log", sign: "b" },
    { word: "fetched from the log", sign: "f" },
    { word: "to be sent, and fetched", sign: "g" },
    { word: "fetched, and in the log again", sign: "e" },
    { word: "all three", sign: "a" },
    NO_PAGE,
  ],
  fill({ bits, frames }, classes) {
    for (let page = 0; page < frames; page++) classes[page] = bits[page] & BITS;
  },
};
