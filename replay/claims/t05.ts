/**
 * T5, the patch: addresses are stored little-endian.
 * @module
 */
import { type Claim, figure, found, subjectOf } from "./claim.ts";
import { byteOrder } from "./probes/byte_order.ts";

export const t5: Claim = {
  id: "T5",
  mail: "patch",
  says:
    "Addresses are stored little-endian, whatever the guest's byte order, so the host can use " +
    "them as they are.",
  condition: "a big-endian guest converts them (__le64)",
  probes: [byteOrder],
  judge(runs) {
    const run = subjectOf(runs), { facts } = run;
    return {
      holds: facts.usable === facts.stored && facts.stored > 0 && found(run, "hint-array") === 0,
      met: facts.swapped === 0,
      figures: [
        figure("outOfRange", "hints dropped as out of range", facts.outOfRange, "blocks"),
        figure("stored", "hints stored", facts.stored, "blocks"),
        figure("usable", "that the host could use", facts.usable, "blocks"),
        figure("elsewhere", "taken for another block", facts.elsewhere, "blocks"),
      ],
    };
  },
  see(runs) {
    const run = subjectOf(runs);
    const kind = run.facts.outOfRange > 0 ? "hint-dropped" : "hint-applied";
    return { run, command: `log LOG --kind ${kind}` };
  },
};
