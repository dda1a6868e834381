/**
 * The axes of a sweep file, held against the scenario that they vary.
 * @module
 */
import { many } from "../../replay/text.ts";
import { didYouMean } from "../command.ts";
import { type Path, quoted } from "../scenario/places.ts";
import { applySettings } from "../scenario/set.ts";
import { valuesOf } from "./axes.ts";
import { figureColumns } from "./columns.ts";
import { type Axis, numberAt, settingOf } from "./combinations.ts";
import { placed, type SweepFile } from "./file.ts";
import { AXIS_NAME, type AxisSpec, type Scalar } from "./schema.ts";
import { keysOfShare, readShare } from "./share.ts";

const WAYS = ["values", "range", "log", "draw"] as const;
/** What a sweep says of a scenario itself. */
export const OWN_KEYS = ["designs", "seed", "title", "$schema"];
/** Columns that the result has anyway. */
const TAKEN = ["run", "design", "seed", "digest", "failure"];

/**
 * Makes the axes ready.
 * @param base the scenario's values, to be tried on a copy
 * @throws InputError with line and column
 */
export function readAxes(file: SweepFile, base: unknown): Axis[] {
  const axes: Axis[] = [];
  file.spec.axes.forEach((spec, at) => axes.push(readAxis(file, spec, at, axes, base)));
  return axes;
}

function readAxis(
  file: SweepFile,
  spec: AxisSpec,
  at: number,
  before: readonly Axis[],
  base: unknown,
): Axis {
  const path = ["axes", at];
  const names = before.map(({ name }) => name);
  const taken = [...TAKEN, ...figureColumns.map(({ name }) => name)]
    .some((name) => name.toLowerCase() === spec.name.toLowerCase());
  if (names.includes(spec.name)) {
    throw file.refuse([...path, "name"], "an axis has that name already");
  }
  if (taken) throw file.refuse([...path, "name"], "a column of the result has that name already");
  if (!AXIS_NAME.test(spec.name)) {
    throw file.refuse([...path, "name"], "expected letters, digits and _, a letter first");
  }
  const ways = WAYS.filter((way) => spec[way] !== undefined);
  if (ways.length !== 1) {
    const said = ways.length === 0 ? "none is" : `${ways.join(" and ")} are`;
    throw file.refuse(path, `one of ${WAYS.join(", ")} says its values; ${said} here`);
  }
  if ((spec.key === undefined) === (spec.keys === undefined)) {
    throw file.refuse(path, "either key or keys says what it sets");
  }
  const keys = spec.keys ?? [spec.key!];
  const values = valuesIn(file, spec, at);
  const axis: Axis = {
    name: spec.name,
    keys,
    of: spec.of,
    values,
    rounds: spec.values === undefined || spec.of !== undefined,
    along: alongOf(file, spec, at, before, values.length),
  };
  checkShare(file, axis, at, base);
  keys.forEach((key, index) => {
    const place = spec.keys === undefined ? [...path, "key"] : [...path, "keys", index];
    const word = OWN_KEYS.find((own) => own === key.split(/[.[]/)[0]);
    if (word !== undefined) {
      throw file.refuse(place, `${word} is said by the sweep, not by an axis`);
    }
    const other = before.find((one) => one.keys.includes(key));
    if (other !== undefined) throw file.refuse(place, `axis ${other.name} sets it too`);
    tryKey(file, place, base, key, values[0]);
  });
  return axis;
}

/** Sets a key in a copy, to see that there is one. */
function tryKey(file: SweepFile, path: Path, base: unknown, key: string, value: Scalar): void {
  try {
    applySettings(structuredClone(base), [settingOf(key, value, "")]);
  } catch (error) {
    throw placed(error, file, path);
  }
}

function valuesIn(file: SweepFile, spec: AxisSpec, at: number): Axis["values"] {
  const path = ["axes", at];
  const seen = new Set<unknown>();
  spec.values?.forEach((value, index) => {
    if (seen.has(value)) throw file.refuse([...path, "values", index], "it is in the list already");
    seen.add(value);
  });
  const ends = spec.range ?? spec.log ?? spec.draw;
  if (ends !== undefined && "from" in ends) {
    const way = WAYS.find((one) => spec[one] !== undefined)!;
    const isOne = "steps" in ends && ends.steps === 1;
    if (ends.from > ends.to || (ends.from === ends.to && "steps" in ends && !isOne)) {
      throw file.refuse([...path, way], `from ${ends.from} must be below to ${ends.to}`);
    }
  }
  try {
    return valuesOf(spec, file.spec.seed, at);
  } catch (error) {
    throw placed(error, file, [...path, "draw"]);
  }
}

function alongOf(
  file: SweepFile,
  { along }: AxisSpec,
  at: number,
  before: readonly Axis[],
  count: number,
): number {
  if (along === undefined) return at;
  const names = before.map(({ name }) => name), other = names.indexOf(along);
  const path = ["axes", at, "along"];
  if (other < 0) {
    throw file.refuse(
      path,
      `no earlier axis is called ${quoted(along)}${didYouMean(along, names)}`,
    );
  }
  const wanted = before[other].values.length;
  if (wanted !== count) {
    throw file.refuse(
      path,
      `it has ${many(count, "value")}, and ${along} has ${many(wanted, "value")}`,
    );
  }
  return before[other].along;
}

function checkShare(file: SweepFile, { of, values }: Axis, at: number, base: unknown): void {
  if (of === undefined) return;
  const path = ["axes", at, "of"], terms = readShare(of);
  if (terms === null) {
    throw file.refuse(path, "expected keys and numbers joined by + and -, as in guest.mib - 64");
  }
  for (const key of keysOfShare(terms)) {
    tryKey(file, path, base, key, 0);
    if (numberAt(base, key) === undefined) throw file.refuse(path, `${key} is no number`);
  }
  if (values.some((value) => typeof value !== "number")) {
    throw file.refuse(["axes", at, "values"], "a share is a number");
  }
}
