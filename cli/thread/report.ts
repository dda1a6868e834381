/**
 * What `thread` prints: a claim after the other, or one with all its figures; and its object.
 * @module
 */
import type { Figure } from "../../replay/claims/claim.ts";
import { bytes, count, mib, span, table, WIDTH, wrapped } from "../../replay/text.ts";
import { type Guest, guestsText } from "./guests.ts";
import type { Trial, Tried } from "./verdicts.ts";

const INDENT = "     ", FIRST_LETTER = 65;

/** A number with its unit, for people. */
export function figureText({ value, unit }: Figure): string {
  switch (unit) {
    case "ns":
      return span(value);
    case "bytes":
      return bytes(value);
    case "memory":
      return mib(value);
    case "%":
      return `${value} %`;
    case "":
      return value < 0 ? `-${count(-value)}` : count(value);
    default:
      return `${count(value)} ${value === 1 ? unit.replace(/s$/, "") : unit}`;
  }
}

const indented = (text: string, indent = INDENT): string =>
  wrapped(text, WIDTH - indent.length).map((line) => indent + line).join("\n");

/** Where a counter-scenario turns a verdict. */
const against = ({ verdict }: Trial, [first]: readonly Figure[]): string =>
  `${verdict}: ${figureText(first)}`;

/** A claim in a few lines: what, verdict, the figure that shows it in both, the command. */
function shortText({ claim, trial, counters }: Tried): string {
  const [shown] = trial.judged.figures;
  const turned = counters.map((one) => against(one, one.judged.figures));
  return [
    `${claim.id.padEnd(4)} ${
      wrapped(`${claim.mail}: ${claim.says}`, WIDTH - 5).join(`\n${INDENT}`)
    }`,
    indented(`-> ${trial.verdict}`),
    indented(`${shown.label}: ${figureText(shown)}; counter-scenario ${turned.join("; ")}`),
    `${INDENT}${trial.command}`,
  ].join("\n");
}

/** A claim with all its figures, a column a scenario; a letter names each. */
function longText({ claim, trial, also, counters }: Tried, guests: readonly Guest[]): string {
  const trials = [trial, ...also, ...counters];
  const letters = trials.map((_, at) => String.fromCharCode(FIRST_LETTER + at));
  const rows = trial.judged.figures.map((figure, at) => [
    figure.label,
    ...trials.map(({ judged }) => figureText(judged.figures[at])),
  ]);
  const lettered = (texts: readonly string[]): string[] =>
    texts.map((text, at) => `  ${letters[at]}  ${wrapped(text, WIDTH - 5).join(`\n${INDENT}`)}`);
  return [
    `${claim.id}  ${claim.mail}`,
    indented(claim.says),
    "",
    ...lettered(trials.map(({ scenario, verdict }) => `${scenario}: ${verdict}`)),
    "",
    ...table([["", ...letters], ...rows]).map((line) => `  ${line}`),
    "",
    ...(claim.id !== "T11" || guests.length === 0 ? [] : [
      indented("Arrays that the entries take, each a block of the order that is hinted:"),
      "",
      ...guestsText(guests).map((line) => INDENT + line),
      "",
    ]),
    ...trials.map(({ command }, at) => `  ${letters[at]}  ${command}`),
  ].join("\n");
}

/** All that was tried; a few claims are told at length. */
export function textOf(
  tried: readonly Tried[],
  isLong: boolean,
  guests: readonly Guest[],
): string {
  return tried.map((one) => isLong ? longText(one, guests) : shortText(one)).join("\n\n");
}

const valuesOf = (figures: readonly Figure[]): Record<string, number> =>
  Object.fromEntries(figures.map(({ name, value }) => [name, value]));

/** The object that `--json` prints. */
export function jsonOf(tried: readonly Tried[], guests: readonly Guest[]): unknown {
  const told = (trials: readonly Trial[]): unknown =>
    trials.map((one) => ({
      scenario: one.scenario,
      verdict: one.verdict,
      figures: valuesOf(one.judged.figures),
      log: one.log,
      command: one.command,
    }));
  return {
    claims: tried.map(({ claim, trial, also, counters }) => ({
      id: claim.id,
      verdict: trial.verdict,
      counterVerdict: counters[0].verdict,
      figures: valuesOf(trial.judged.figures),
      log: trial.log,
      mail: claim.mail,
      claim: claim.says,
      condition: claim.condition ?? null,
      command: trial.command,
      also: told(also),
      counters: told(counters),
    })),
    ...(guests.length === 0 ? {} : { guests }),
  };
}
