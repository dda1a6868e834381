/**
 * What a search found, for people: a line a case, and a counterexample as a numbered story.
 * @module
 */
import { stepText } from "../../replay/story.ts";
import { count, table, WIDTH, wrapped } from "../../replay/text.ts";
import { ORACLES } from "../../core/run/search/cases.ts";
import { FIXED } from "./case_file.ts";
import { type Counterexample, type Explored, isAsExpected, lengthOf } from "./run.ts";

const DASH = "-", LEFT = 4, GAP = 1, STORY_INDENT = 17;
const HASH = /^[0-9a-f]{8,}$/;

/** What came out of a case at all its grains. */
interface Row {
  readonly name: string;
  readonly found: readonly Explored[];
  readonly fixed: readonly Explored[];
}

/** A case's grains in a row, and with a bug's row the same world without the bug. */
function rowsOf(found: readonly Explored[]): Row[] {
  const names = [...new Set(found.map(({ spec }) => spec.name))];
  const of = (name: string) => found.filter(({ spec }) => spec.name === name);
  const bugs = new Set(names.filter((name) => names.includes(`${name}${FIXED}`)));
  return names.filter((name) => !(name.endsWith(FIXED) && bugs.has(name.slice(0, -FIXED.length))))
    .map((name) => ({ name, found: of(name), fixed: bugs.has(name) ? of(`${name}${FIXED}`) : [] }));
}

const sum = (values: readonly number[]): number => values.reduce((left, right) => left + right, 0);

/** Steps of the shortest way at a grain. */
function lengthAt(found: readonly Explored[], grain: string): string {
  const one = found.find((each) => each.grain === grain);
  return one === undefined || lengthOf(one) === 0 ? DASH : count(lengthOf(one));
}

/** `O1` of an oracle's name. */
const oracleCode = (name: string): string =>
  name === "" ? DASH : `O${ORACLES.indexOf(name as typeof ORACLES[number]) + 1}`;

function cells({ name, found, fixed }: Row): string[] {
  const [{ spec, verdict, oracle }] = found, all = [...found, ...fixed];
  const hash = spec.commit.split(/[ ,]/)[0];
  const isRight = all.every(isAsExpected);
  return [
    name,
    HASH.test(hash) ? hash : DASH,
    oracleCode(oracle),
    `${verdict === "violation" ? "yes" : verdict === "safe" ? "no" : "open"}${isRight ? "" : "!"}`,
    lengthAt(found, "section-g"),
    lengthAt(found, "events"),
    count(sum(all.map(({ states }) => states))),
    sum(all.map(({ seconds }) => seconds)).toFixed(1),
  ];
}

/**
 * A row a case: commit, who spoke, whether anything was found, steps of the shortest way by grain, states and seconds
 * of all its searches; and below, what else was searched.
 */
export function casesTable(found: readonly Explored[]): string {
  const rows = rowsOf(found), head = "case commit oracle found g events states s".split(" ");
  const fixed = rows.flatMap((row) => row.fixed),
    safe = fixed.filter(({ verdict }) => verdict === "safe");
  const wrong = found.filter((one) => !isAsExpected(one));
  return [
    ...table([head, ...rows.map(cells)], LEFT, GAP),
    "",
    ...wrapped(
      `O1 destination, O2 conservation, O3 obligation, O4 context, O5 counters and benefit. g, events: steps of ` +
        `the shortest way by grain; none where all ways together show it. ${
          count(rows.length)
        } cases; ` +
        `of ${fixed.length} worlds searched again without their bug ${safe.length} are safe. ` +
        (wrong.length === 0
          ? "All came out as expected."
          : `NOT as expected (!): ${
            wrong.map(({ spec, grain }) => `${spec.name} (${grain})`).join(", ")
          }.`),
    ),
  ].join("\n");
}

/** The shortest way to the violation, a line a step. */
export function story({ world, steps }: Counterexample): string[] {
  const { words, length } = world.sim.machine.log;
  return steps.flatMap(({ actor, from }, at) => {
    const until = steps[at + 1]?.from ?? length;
    const [first, ...more] = wrapped(
      stepText(words, from, until),
      WIDTH - STORY_INDENT,
    );
    const number = `${at + 1}`.padStart(3), indent = " ".repeat(STORY_INDENT);
    return [`${number}  ${actor.padEnd(10)}  ${first}`, ...more.map((line) => indent + line)];
  });
}
