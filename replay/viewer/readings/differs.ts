/**
 * The reading `differs`: whether the destination holds what the guest holds, and whether the guest may
 * rely on that.
 * @module
 */
import { Bit, DISCARDED, orderOfBlock, State, stateOf } from "../../../core/state/memory.ts";
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

/** What the guest relies on has the number behind that of the same without. */
const Same = 0, Differs = 1, Missing = 3, Relied = 1;
// Names of this module are constants to the compiler, those of another are loads.
const { Received: RECEIVED, Written: WRITTEN } = Bit, TAKEN = DISCARDED;

export const differs: Reading = {
  name: "differs",
  sentence: "what differs at the destination; at the switch-over, what the guest relies on is lost",
  isTold: (header) => !isTraced(header),
  classes: () => [
    { word: "the same there", sign: ".", tone: "quiet" },
    { word: "differs, nothing relies on it", sign: "d" },
    { word: "differs, and the guest relies on it", sign: "D", tone: "alarm" },
    { word: "not sent yet, nothing relies on it", sign: "n", tone: "quiet" },
    { word: "not sent yet, and the guest relies on it", sign: "N" },
    NO_PAGE,
  ],
  fill({ block, bits, content, arrived, frames }, classes) {
    for (let page = 0; page < frames; page++) {
      const here = content[page];
      if (here === arrived[page] && here !== TAKEN) classes[page] = Same;
      else classes[page] = bits[page] & RECEIVED ? Differs : Missing;
    }
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word);
      const end = head + (state === State.None ? 1 : 1 << orderOfBlock(word));
      if (state === State.Used) {
        for (let page = head; page < end; page++) {
          if (classes[page] !== Same && bits[page] & WRITTEN) classes[page] += Relied;
        }
      }
      head = end;
    }
  },
};
