/**
 * Matches of measured migrations, as tables for people.
 * @module
 */
import { count, many, table, wrapped } from "../../../replay/text.ts";
import { type Key, KEYS, type RunFigures, UNITS } from "./figures.ts";
import type { RunMatch } from "./one.ts";
import { repeatSpreads, type Saving, type Spread, type Summary, summaryOf } from "./summary.ts";

const MIB = 2 ** 20;
const NONE = "-";

const fixed = (value: number | null, digits: number): string =>
  value === null ? NONE : value.toFixed(digits);
const mibText = (value: number | null): string => fixed(value === null ? null : value / MIB, 1);
const secondsText = (value: number | null): string =>
  fixed(value === null ? null : value / 1000, 2);

/** An error in percent, with its sign. */
export function errorText(value: number | null, digits = 2): string {
  if (value === null) return NONE;
  const text = value.toFixed(digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : Number(text) === 0 ? "0" : text;
}

/** A figure in the unit that people read it in. */
function valueText(key: Key, value: number | null): string {
  if (value === null) return NONE;
  if (key === "totalTime" || key === "downtime") return fixed(value, key === "downtime" ? 1 : 0);
  return key === "freeMin" ? fixed(value, 1) : count(Math.round(value));
}

/** One run: a row a figure. */
export function runText(match: RunMatch, repeats: readonly RunMatch[]): string {
  const { run, reason, measured, predicted, errorPercent, formula, formulaErrorPercent } = match;
  const rows = KEYS.map((key) => [
    `  ${key}`,
    valueText(key, measured[key]),
    valueText(key, predicted[key]),
    errorText(errorPercent[key]),
    valueText(key, formula[key]),
    errorText(formulaErrorPercent[key]),
    fixed([...repeatSpreads(repeats, key).values()][0] ?? null, 2),
  ]);
  return [
    `${run}: a measured migration, predicted from its inputs`,
    ...(reason === undefined ? [] : wrapped(`not simulated: ${reason}`)),
    "",
    ...table(
      [
        ["", "measured", "predicted", "error %", "formula", "error %", "repeats"],
        ...rows,
      ],
      1,
      1,
    ),
    "",
    ...wrapped(repeatsText(repeats.length)),
  ].join("\n");
}

const repeatsText = (runs: number): string =>
  runs < 2
    ? "repeats: no other run of this case lies beside it"
    : `repeats: how far the ${runs} runs of this case lie apart, in % of the least`;

function mainTable(runs: readonly RunMatch[]): string[] {
  const parts = (
    { measured, predicted, errorPercent, formula }: RunMatch,
    key: Key,
    text: (value: number | null) => string,
  ): string[] => [
    text(measured[key]),
    text(predicted[key]),
    errorText(errorPercent[key]),
    text(formula[key]),
  ];
  const rows = runs.map((match) => [
    ` ${match.run}`,
    ...parts(match, "bytes", mibText),
    ...parts(match, "totalTime", secondsText),
  ]);
  const head = ["", "MiB", "pred.", "err %", "form.", "s", "pred.", "err %", "form."];
  return table([head, ...rows], 1, 1);
}

/** `9 of 12`, or the number alone where both are the same. */
const ofText = (predicted: number | null, measured: number | null, digits = 0): string => {
  const [left, right] = [fixed(predicted, digits), fixed(measured, digits)];
  return left === right ? left : `${left}/${right}`;
};

function countsTable(runs: readonly RunMatch[]): string[] {
  const both = ({ predicted, measured }: RunMatch, key: keyof RunFigures): string =>
    ofText(predicted[key], measured[key]);
  const rows = runs.map((match) => [
    ` ${match.run}`,
    both(match, "rounds"),
    both(match, "hintedBlocks"),
    both(match, "blocksReturned"),
    both(match, "zeroPages"),
    both(match, "freeMin"),
    both(match, "downtime"),
    both(match, "differingPages"),
  ]);
  const head = ["", "rounds", "blocks", "back", "zero pages", "free", "down", "differ"];
  return table([head, ...rows], 1, 1);
}

const percents = ({ median, p90, worst }: Spread): string[] =>
  [median, p90, worst].map((value) => fixed(value, 2));

function summaryTable({ keys }: Summary): string[] {
  const rows = KEYS.map((key) => {
    const { exact, runs, formula, belowFormula, ofFormula, repeats, ...own } = keys[key];
    return [
      ` ${key}`,
      `${exact}/${runs}`,
      ...percents(own),
      fixed(formula.median, 2),
      fixed(formula.worst, 2),
      ofFormula === 0 ? NONE : `${belowFormula}/${ofFormula}`,
      fixed(repeats.worst, 2),
    ];
  });
  const head = ["size of errors, %", "exact", "median", "90 %", "worst"];
  return table([[...head, "f. med.", "f. worst", "below f.", "repeats"], ...rows], 1, 1);
}

function savingsTable(savings: readonly Saving[]): string[] {
  const rows = savings.map(({ pair, bytes, totalTime }) => [
    ` ${pair}`,
    fixed(bytes.measured, 1),
    fixed(bytes.predicted, 1),
    fixed(totalTime.measured, 1),
    fixed(totalTime.predicted, 1),
  ]);
  const head = ["saved by hints, %", "bytes", "predicted", "time", "predicted"];
  return table([head, ...rows]);
}

/** Many runs: what was sent and how long it took; counts; the sizes of the errors; savings. */
export function folderText(runs: readonly RunMatch[]): string {
  const summary = summaryOf(runs);
  const whole = runs.filter(({ reason }) => reason === undefined);
  const failed = runs.filter(({ reason }) => reason !== undefined);
  return [
    ...wrapped(
      `${many(summary.runs, "measured migration")}, predicted from ` +
        `${
          summary.runs === 1 ? "its" : "their"
        } inputs: sent, total time, and what the formula says`,
    ),
    "",
    ...mainTable(whole),
    "",
    ...wrapped("predicted/measured where they differ; free: lowest, MiB; down: ms"),
    ...countsTable(whole),
    "",
    ...summaryTable(summary),
    ...wrapped(
      "f.: the formula; repeats: how far the runs of one case lie apart at most, in % of the least",
    ),
    ...(summary.savings.length > 0 ? ["", ...savingsTable(summary.savings)] : []),
    ...failed.flatMap(({ run, reason }) => ["", ...wrapped(`${run}: not simulated: ${reason}`)]),
  ].join("\n");
}

/** The keys of `--json`, for help. */
export const JSON_KEYS: readonly string[] = [
  ...KEYS.map((key) => `of a measured run: ${key}: ${UNITS[key]}`),
];
