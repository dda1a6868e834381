/**
 * The runs of a comparison: every design for every seed; logs are kept of the first seed.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import { type Rules, worldOf } from "../../core/run/simulate.ts";
import { makeDirectory } from "../files.ts";
import type { Column } from "./cells.ts";
import { guarded } from "./designs.ts";
import { type Outcome, runOne, runUnwritten } from "./run.ts";

/**
 * Runs every design for every seed.
 * @param rules one for each design
 * @param folder where the logs go; it is made
 * @param way who is told what is under way, and whether time courses are wanted
 * @returns by seed, an outcome for each design
 * @throws InputError if a log cannot be written
 */
export function runSeeds(
  scenario: Scenario,
  seeds: readonly number[],
  rules: readonly Rules[],
  folder: string,
  { tell, course }: { tell: (text: string) => void; course: boolean },
): Outcome[][] {
  return seeds.map((seed, at) => {
    const which = seeds.length > 1 ? `seed ${at + 1} of ${seeds.length}: ` : "";
    tell(`${which}setting the guest up ...`);
    const seeded = { ...scenario, seed };
    const world = worldOf(seeded, rules[0]);
    if (at === 0) makeDirectory(folder); // not for a guest that cannot be set up
    return rules.map((under, column) => {
      const own = { ...world, once: column === rules.length - 1 };
      tell(`${which}simulating ${under.design.name} ...`);
      const path = `${folder}/${under.design.name}.log`;
      return guarded(
        under.design,
        () =>
          at === 0
            ? runOne(seeded, under, own, path, { course })
            : runUnwritten(seeded, under, own),
      );
    });
  });
}

/** A column for each design, with the figures of all its runs. */
export function columnsOf(runs: readonly (readonly Outcome[])[]): Column[] {
  return runs[0].map(({ design, hints }, at) => ({
    design,
    hints,
    runs: runs.map((outcomes) => outcomes[at].figures),
  }));
}
