/**
 * T4, the patch: the caller's array bounds the result.
 * @module
 */
import { type Claim, figure, subjectOf } from "./claim.ts";
import { calls } from "./probes/calls.ts";

const ENTRIES_A_PAGE = 512, ARRAY_ORDERS = [0, 1, 2, 3];

export const t4: Claim = {
  id: "T4",
  mail: "patch",
  says:
    "The caller's array bounds the result, and the count is returned: what has no room is left " +
    "out without a word.",
  condition: "the array is smaller than the list",
  probes: [calls],
  judge(runs) {
    const { facts } = subjectOf(runs);
    const missing = facts.listed - facts.stored;
    return {
      // The count is that of a call that got all: nothing in it says that there was more.
      holds: facts.stored === facts.capacity && facts.returned === facts.stored && missing > 0,
      met: facts.capacity < facts.listed,
      figures: [
        figure("missing", "free blocks left out", missing, "blocks"),
        figure("listed", "free blocks on the lists", facts.listed, "blocks"),
        figure("capacity", "entries of the array", facts.capacity),
        figure("returned", "returned", facts.returned),
        ...ARRAY_ORDERS.map((order) => {
          const entries = ENTRIES_A_PAGE << order;
          const left = Math.max(0, facts.listed - entries);
          return figure(`missingWith${entries}`, `left out by ${entries} entries`, left, "blocks");
        }),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "log LOG --kind hint-call-ended" }),
};
