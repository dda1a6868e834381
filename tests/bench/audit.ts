/**
 * How fast all rules judge a log, and what that costs beside replaying it.
 * @module
 */
import { applyAll } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { STRIDE } from "../../events/log.ts";
import { Audit } from "../../replay/audit.ts";
import { rules } from "../../replay/rules/mod.ts";
import { best } from "../../cli/figures/figure.ts";
import type { Row } from "./rows.ts";

const REPEATS = 10;

/** A log to judge: its words, geometry and lanes. */
export interface Judged {
  readonly words: Int32Array;
  readonly geometry: Geometry;
  readonly lanes: readonly { readonly name: string; readonly cpu: number }[];
}

/** Rows of the bench over several logs together. */
export function auditRows(logs: readonly Judged[]): Row[] {
  let events = 0, judging = 0, replaying = 0;
  for (const { words, geometry, lanes } of logs) {
    const length = words.length / STRIDE;
    const memory = new Memory(geometry), empty = new Memory(geometry);
    const facts = { lanes, declared: "task", imported: false };
    events += length;
    judging += best(REPEATS, () => memory.copyFrom(empty), () => {
      const audit = new Audit(memory, rules, facts, length);
      audit.run(words, 0, length, 0);
      audit.finish(length);
    });
    replaying += best(
      REPEATS,
      () => memory.copyFrom(empty),
      () => applyAll(memory, words, 0, length),
    );
  }
  return [
    {
      what: "audit with all rules",
      value: events / judging / 1000,
      unit: "M events/s",
      goal: ">= 5",
    },
    { what: "audit to replay", value: judging / replaying, unit: "times", goal: "" },
  ];
}
