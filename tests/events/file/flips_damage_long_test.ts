/**
 * Ten thousand bits of a large log, and all of a small one, are turned; each is found.
 * @module
 */
import { smallFile } from "../../support/logs.ts";
import { fileOf } from "../../support/logs.ts";
import { headerOf } from "../../../cli/simulate/run.ts";
import { tell } from "../../support/damage_report.ts";
import { cutAnywhere, turnBits } from "../../support/flips.ts";
import { rules, runOf, scenario } from "../../support/runs.ts";

const FLIPS = 10_000, CUTS = 1000;

Deno.test(`${FLIPS} turned bits of a large log are found, and it opens however it is cut`, () => {
  const subject = scenario("default"), { profile } = subject.guest;
  const done = runOf(subject, "v33");
  const bytes = fileOf(done, headerOf(subject, rules("v33", profile)), 65536);
  turnBits(bytes, FLIPS, 1);
  tell({ what: "bits, large log", inputs: FLIPS, errors: FLIPS, valid: 0 });
  cutAnywhere(bytes, CUTS, 1);
  tell({ what: "lengths, large log", inputs: CUTS, errors: CUTS, valid: 0 });
});

Deno.test(`${FLIPS} turned bits of a log of small blocks are found`, () => {
  const bytes = smallFile("v33", 64);
  turnBits(bytes, FLIPS, 2);
  tell({ what: "bits, small blocks", inputs: FLIPS, errors: FLIPS, valid: 0 });
});
