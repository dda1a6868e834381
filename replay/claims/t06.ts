/**
 * T6, the patch: whoever goes from a hint to the page behind it goes wrong.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { touched } from "./probes/touched.ts";

export const t6: Claim = {
  id: "T6",
  mail: "patch",
  says: "Using the page behind a hint (pfn_to_page) is strongly discouraged.",
  condition: "the page is not held by who uses it",
  probes: [touched],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    const uses = facts.structUses + facts.contentUses;
    return {
      // Each use is accused: none goes unseen, and none is fine.
      holds: uses > 0 && found(run, "hint-trusted") === uses,
      met: uses > 0 && facts.heldUses === 0,
      figures: [
        figure("findings", "uses that are accused", found(run, "hint-trusted")),
        figure("structUses", "uses of a struct page", facts.structUses),
        figure("contentUses", "reads and writes of the page", facts.contentUses),
        figure("heldUses", "of pages that the user holds", facts.heldUses),
      ],
    };
  },
  see: (runs) => ({ run: subjectOf(runs), command: "audit LOG" }),
};
