/**
 * A case made of names: a host and a design, and bounds where the usual ones will not do.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { BOUNDS } from "../../core/run/search/bounds.ts";
import { type CaseSpec, ORACLES } from "../../core/run/search/cases.ts";
import { commandNames } from "../../core/run/search/commands.ts";
import { type Given, named, numberOf, type OptionRow } from "../command.ts";

/** Bounds that may be given as options, and the most of each. */
const COUNTS = {
  pages: 4,
  tasks: 2,
  cpus: 2,
  rounds: 4,
  writes: 4,
  returns: 4,
  queue: 8,
} as const;

/** START, hints and STOP of a round, and the START of the next: with less, ids by reference do no harm. */
const QUEUE = 4;

/** Options that make a case. */
export const nameOptions: Readonly<Record<string, OptionRow>> = {
  host: { value: "NAME", help: "a case of a host's name and ..." },
  design: { value: "NAME", help: "... a design's: is it safe?" },
  ...Object.fromEntries(
    Object.entries(COUNTS).map(([name, most]) => [
      name,
      {
        value: "N",
        help: `with --host or --design: ${name}, at most ${most} (usually ${
          BOUNDS[name as keyof typeof COUNTS]
        })`,
      },
    ]),
  ),
};

/** True if a case is to be made of names. */
export const isNamed = (given: Given): boolean =>
  given.text("host") !== undefined || given.text("design") !== undefined;

/**
 * The case of the names that are given; what is left out is `qemu-10` and `merged`.
 * @throws InputError if there is no such host or design, or a bound is out of range
 */
export function caseOfNames(given: Given): CaseSpec {
  const host = named("host", given.text("host") ?? "qemu-10", hosts);
  const design = named("design", given.text("design") ?? "merged", designs);
  const bounds = Object.fromEntries(
    Object.entries(COUNTS).flatMap(([name, most]) => {
      const text = given.text(name);
      const least = name === "queue"
        ? 2
        : name === "tasks" || name === "writes" || name === "returns"
        ? 0
        : 1;
      return text === undefined ? [] : [[name, numberOf(`--${name}`, text, least, most)]];
    }),
  );
  return {
    name: `${design.name}-on-${host.name}`,
    story: `${design.title}, on ${host.title}`,
    ...UNKNOWN,
    host: host.name,
    design: design.name,
    // Of a world of few pages one chunk of 1 GiB is all: as small as it may be, so that there are several.
    switches: host.chunkOrder === undefined ? {} : { host: { chunkOrder: 0 } },
    bounds: { queue: QUEUE, ...bounds },
    grains: { events: {}, "section-g": { atomic: commandNames.filter((name) => name !== "send") } },
  };
}

/** What nobody has said of a case. */
export const UNKNOWN = {
  source: "",
  bug: "",
  commit: "",
  suspected: false,
  profile: "linux-4.17",
  mutant: {},
  oracles: ORACLES.filter((name) => name !== "benefit"),
  cycles: false,
  expected: "unknown",
  oracle: "",
} as const;
