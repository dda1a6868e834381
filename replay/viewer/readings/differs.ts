/**
 * The reading `differs`: whether the destination holds what the guest holds, and whether the guest may
 * rely on that.
 * @module
 */
import { Bit, DISCARDED, orderOfBlock, State, stateOf } from "../../../core/state/memory.ts";
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

const Same = 0, Differs = 1, DiffersRelied = 2, Missing = 3, MissingRelied = 4;

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
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word);
      const end = head + (state === State.None ? 1 : 1 << orderOfBlock(word));
      const relied = state === State.Used ? Bit.Written : 0;
      for (let page = head; page < end; page++) {
        const here = content[page], bit = bits[page];
        if (here === arrived[page] && here !== DISCARDED) classes[page] = Same;
        else if ((bit & Bit.Received) !== 0) {
          classes[page] = (bit & relied) !== 0 ? DiffersRelied : Differs;
        } else classes[page] = (bit & relied) !== 0 ? MissingRelied : Missing;
      }
      head = end;
    }
  },
};
