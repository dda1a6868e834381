/**
 * What traces say of a profile's rules: how often they exercised each, and how often it was right. It is
 * kept in a file that `match` writes, and read by whoever says how far a simulation may be trusted.
 * @module
 */
import { RULES } from "./rules.ts";
import type { Tally } from "./tally.ts";

/** The evidence for one profile. */
export interface Evidence {
  readonly profile: string;
  /** Each trace: its name, its events, and its misses that nothing explains. */
  readonly traces: readonly {
    readonly trace: string;
    readonly events: number;
    readonly unexplained: number;
  }[];
  /** By rule: how often it was right, and how often exercised. */
  readonly rules: Readonly<Record<string, readonly [right: number, exercised: number]>>;
}

/** A trace that was matched. */
export interface Held {
  readonly name: string;
  readonly events: number;
  readonly tally: Tally;
}

/** Adds up what matches have shown. */
export function evidenceOf(profile: string, matches: readonly Held[]): Evidence {
  const sum = (pick: (tally: Tally) => number): number =>
    matches.reduce((total, { tally }) => total + pick(tally), 0);
  return {
    profile,
    traces: matches.map(({ name, events, tally }) => ({
      trace: name,
      events,
      unexplained: tally.misses.get("unexplained")?.count ?? 0,
    })),
    rules: Object.fromEntries(
      Object.keys(RULES).map(Number).map((rule) => [
        rule,
        [sum(({ rules }) => rules.right[rule]), sum(({ rules }) => rules.exercised[rule])],
      ]),
    ),
  };
}

/** Right in so many of all cases, at least, a rule is confirmed; a miss is of a known class, or the rule is not. */
const CONFIRMED = 0.999;

/** True if traces have exercised a rule and found it right. */
export function isConfirmed({ rules, traces }: Evidence, rule: number): boolean {
  const [right, exercised] = rules[rule] ?? [0, 0];
  return exercised > 0 && right >= CONFIRMED * exercised &&
    traces.every(({ unexplained }) => unexplained === 0);
}
