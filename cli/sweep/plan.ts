/**
 * The plan of a sweep: every combination of the axes' values, with every seed and every design. It is
 * worked out run by run, by number, and never held whole.
 *
 *   run = (combination * seeds + seed) * designs + design
 *
 * so that the runs of all designs that begin with one world stand together.
 * @module
 */
import { createHash } from "node:crypto";
import type { SweepRun } from "./engine.ts";
import type { Combinations, Set as Setting } from "./combinations.ts";
import { canonical } from "./canonical.ts";
import type { Scalar } from "./schema.ts";

const HASH_BYTES = 32;

/** Why a combination is not run. */
export type LeftOut = "misfit" | "equal";

export class Plan {
  /** Runs, those left out among them: numbers of runs are below. */
  readonly size: number;
  /** Combinations that are left out, and why. */
  readonly leftOut = new Map<number, LeftOut>();
  /** By combination: sha256 of its configuration. */
  private readonly hashes: Uint8Array;
  private last: { readonly combination: number; readonly run: SweepRun } | undefined;

  private constructor(
    readonly combinations: Combinations,
    readonly designs: readonly string[],
    readonly seeds: readonly number[],
    private readonly version: string,
  ) {
    this.size = combinations.count * seeds.length * designs.length;
    this.hashes = new Uint8Array(combinations.count * HASH_BYTES);
  }

  /**
   * Makes a plan: looks at every combination once.
   * @param version of the program
   * @throws InputError for a combination that makes no guest, if those are not to be left out
   */
  static async make(
    combinations: Combinations,
    designs: readonly string[],
    seeds: readonly number[],
    version: string,
    leaveOut: boolean,
  ): Promise<Plan> {
    const plan = new Plan(combinations, designs, seeds, version);
    const seen = new Set<string>();
    for (let at = 0; at < combinations.count; at++) {
      const made = await combinations.make(at);
      if (made === null) {
        if (!leaveOut || combinations.isWrong(at)) combinations.refuse(at);
        plan.leftOut.set(at, "misfit");
        continue;
      }
      const { name: _, title: __, designs: ___, seed: ____, ...deciding } = made.scenario;
      const hash = createHash("sha256").update(canonical([deciding, made.inputs])).digest();
      plan.hashes.set(hash, at * HASH_BYTES);
      const short = hash.subarray(0, 8).toString("latin1");
      if (seen.has(short)) plan.leftOut.set(at, "equal"); // rounding made two the same
      seen.add(short);
    }
    return plan;
  }

  /** Runs that are to be done. */
  get runs(): number {
    return this.size - this.leftOut.size * this.seeds.length * this.designs.length;
  }

  /** True if a run is left out. */
  isLeftOut(index: number): boolean {
    return this.leftOut.has(this.combinationOf(index));
  }

  combinationOf(index: number): number {
    return Math.floor(index / (this.seeds.length * this.designs.length));
  }

  seedOf(index: number): number {
    return this.seeds[Math.floor(index / this.designs.length) % this.seeds.length];
  }

  designOf(index: number): string {
    return this.designs[index % this.designs.length];
  }

  /** The axes' values of a run, in their order. */
  valuesOf(index: number): readonly Scalar[] {
    return this.combinations.valuesAt(this.combinationOf(index));
  }

  /** The numbers of all runs that are to be done. */
  *indexes(): Generator<number> {
    for (let index = 0; index < this.size; index++) if (!this.isLeftOut(index)) yield index;
  }

  /** What is set to make a run of the scenario: keys and values. */
  settingsOf(index: number): readonly Setting[] {
    return this.combinations.settingsAt(this.combinationOf(index));
  }

  /** The whole plan's identity: equal plans of one version have the same runs in the same places. */
  get identity(): string {
    return createHash("sha256")
      .update(this.hashes)
      .update(JSON.stringify([this.version, this.designs, this.seeds]))
      .digest("hex");
  }

  /** A run's identity. */
  idOf(index: number): string {
    const at = this.combinationOf(index) * HASH_BYTES;
    return createHash("sha256")
      .update(this.hashes.subarray(at, at + HASH_BYTES))
      .update(`${this.version} ${this.designOf(index)} ${this.seedOf(index)}`)
      .digest("hex");
  }

  /** A run, whole; for a log its title tells what is set. */
  runAt(index: number, log = ""): SweepRun {
    const combination = this.combinationOf(index);
    if (this.last?.combination !== combination) {
      const made = this.combinations.again(combination);
      const { scenario, inputs } = made;
      const run = { index, id: "", world: "", design: "", scenario, inputs, log: "" };
      this.last = { combination, run: { ...run, home: this.combinations.home } };
    }
    const seed = this.seedOf(index), { run } = this.last!, { title } = run.scenario;
    return {
      ...run,
      index,
      id: this.idOf(index),
      world: `${combination} ${seed}`,
      scenario: { ...run.scenario, seed, title: log === "" ? title : this.titleOf(index, title) },
      design: this.designOf(index),
      log,
    };
  }

  private titleOf(index: number, title: string): string {
    const set = this.settingsOf(index).map(([key, value]) => `${key}=${value}`);
    return set.length === 0 ? title : `${title} Set: ${set.join(", ")}.`.trimStart();
  }
}
