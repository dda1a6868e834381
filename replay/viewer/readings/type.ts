/**
 * The reading `type`: the migratetype of the pageblock that a page lies in.
 * @module
 */
import { Kind, TYPES } from "../../../events/kinds.ts";
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

const SIGNS = ["U", "M", "R", "H", "C", "I"];

export const type: Reading = {
  name: "type",
  sentence: "the migratetype of the pageblock that a page lies in",
  isTold: (header, begins) => !isTraced(header) || begins(Kind.PageblocksTyped),
  classes: ({ geometry: { types } }) => [
    ...Array.from({ length: types }, (_, at) => ({
      word: TYPES[at] ?? `type ${at}`,
      sign: SIGNS[at] ?? String(at),
    })),
    NO_PAGE,
  ],
  fill({ blockType, pageblockOrder }, classes) {
    for (let at = 0; at < blockType.length; at++) {
      classes.fill(blockType[at], at << pageblockOrder, (at + 1) << pageblockOrder);
    }
  },
};
