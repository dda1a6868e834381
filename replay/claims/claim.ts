/**
 * What a claim of the thread is: a predicate over the logs of a scenario's runs.
 *
 * Nothing here says how a claim turned out. A claim is judged twice by the same predicate, on its
 * scenario and on its counter-scenario, and its condition is measured in both.
 * @module
 */
import type { MemoryView } from "../../core/state/memory.ts";
import type { Fold } from "../fold.ts";
import type { Figures } from "../views/figures.ts";

/** A fold that gathers facts which the figures of a run do not have. */
export interface Probe extends Fold {
  /** Numbers by name; call it after the last event, once. */
  facts(): Facts;
}

/** Makes a probe for a log whose state is `memory`. */
export type ProbeOf = (memory: MemoryView) => Probe;
/** Numbers by name. */
export type Facts = Readonly<Record<string, number>>;

/** What the log of one run shows. */
export interface Evidence {
  /** The design's name, as the log's header has it. */
  readonly design: string;
  /** The host's name. */
  readonly host: string;
  /** What its calls return and the context that they declare; null if the log says neither. */
  readonly declares: { readonly context: string; readonly returns: string } | null;
  readonly figures: Figures;
  /** Findings of the audit by rule; a rule that could not run has none. */
  readonly findings: Readonly<Record<string, number>>;
  /** The first event that each rule accuses. */
  readonly accused: Readonly<Record<string, number>>;
  /** What the claim's probes found. */
  readonly facts: Facts;
}

/** The runs of a scenario, in the order of its designs. */
export type Runs = readonly Evidence[];

/** What a number is counted in; `memory` is pages, told as MiB. */
export type Unit = "pages" | "memory" | "blocks" | "bytes" | "ns" | "arrays" | "%" | "";

/** A number that shows a claim. */
export interface Figure {
  /** Its key in `--json`. */
  readonly name: string;
  /** What it counts, in a few words. */
  readonly label: string;
  readonly value: number;
  readonly unit: Unit;
}

/** What a claim's predicate says of a scenario's runs. */
export interface Judged {
  readonly holds: boolean;
  /** True if the claim's condition is met; for a claim without one, what `holds` is. */
  readonly met: boolean;
  /** The first shows the claim best. */
  readonly figures: readonly Figure[];
}

/** A claim of the thread. */
export interface Claim {
  /** `T1` to `T18`. */
  readonly id: string;
  /** Where in the thread: `patch`, `#1`. */
  readonly mail: string;
  /** The claim, in our words. */
  readonly says: string;
  /** Under which condition it holds, where that is what the thread left open: it ends "holds if". */
  readonly condition?: string;
  /** What it needs to know besides figures and findings. */
  readonly probes?: readonly ProbeOf[];
  /** The predicate. */
  judge(runs: Runs): Judged;
  /** A command that shows the evidence; `LOG` stands for the log of the run that it returns. */
  see(runs: Runs): { readonly run: Evidence; readonly command: string };
}

export const figure = (name: string, label: string, value: number, unit: Unit = ""): Figure => ({
  name,
  label,
  value,
  unit,
});

/**
 * The run of a design.
 * @throws RangeError if the scenario has none: its file is not what the claim is about
 */
export function runOf(runs: Runs, design: string): Evidence {
  const found = runs.find((run) => run.design === design);
  if (found === undefined) {
    throw new RangeError(`Cannot judge a claim: its scenario has no run of ${design}`);
  }
  return found;
}

/** The one run that is no baseline. */
export function subjectOf(runs: Runs): Evidence {
  const found = runs.filter(({ design }) => design !== "none");
  if (found.length !== 1) {
    throw new RangeError(
      `Cannot judge a claim: its scenario has ${found.length} designs besides none, not one`,
    );
  }
  return found[0];
}

/** How often a rule accuses a run. */
export const found = ({ findings }: Evidence, rule: string): number => findings[rule] ?? 0;

/** Findings of several rules together. */
export const foundOf = (run: Evidence, rules: readonly string[]): number =>
  rules.reduce((sum, rule) => sum + found(run, rule), 0);

/** A page as commands take it. */
export const pageWord = (pfn: number): string => `0x${Math.max(0, pfn).toString(16)}`;
