/**
 * `--set key=value`: single values of a scenario, set after it is read and before it is checked.
 * @module
 */
import { InputError } from "../errors.ts";
import {
  isObject,
  keysOf,
  type Path,
  pathText,
  quoted,
  schemaAt,
  valueAt,
  valueOf,
} from "./places.ts";
import { type JsonSchema, jsonSchema } from "./schema.ts";
import { readTree } from "./syntax.ts";
import { guessKey } from "./words.ts";

/** One `--set`, as it was given. */
export interface Setting {
  /** The keys that lead to the value, as words. */
  readonly keys: readonly string[];
  readonly value: string;
  /** The option as messages name it. */
  readonly option: string;
}

/** A setting that was made, at its place in the scenario. */
export interface Made {
  readonly setting: Setting;
  readonly path: Path;
}

/** Values that an option of their own sets too. */
const twins: ReadonlyMap<string, string> = new Map([
  ["designs", "design"],
  ["seed", "seed"],
  ["host.name", "host"],
  ["guest.profile", "profile"],
]);

const isWithin = (keys: readonly PropertyKey[], outer: readonly PropertyKey[]): boolean =>
  outer.every((key, at) => key === keys[at]);

/** `tasks[0].cpu` is written `tasks.0.cpu` too. */
const wordsOf = (key: string): string[] => key.replace(/\[(\d+)\]/g, ".$1").split(".");

/**
 * Reads the values of `--set`.
 * @param isGiven true for the name of another option that was given
 * @throws InputError if one is not of the form key=value, or a value is set twice
 */
export function settingsOf(
  texts: readonly string[],
  isGiven: (option: string) => boolean,
): Setting[] {
  const settings: Setting[] = [];
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 1) {
      throw new InputError(`--set ${quoted(text)}: expected key=value, as in guest.mib=4096`);
    }
    const keys = wordsOf(text.slice(0, at));
    const setting = { keys, value: text.slice(at + 1), option: `--set ${shortened(text)}` };
    const other = settings.find((earlier) =>
      isWithin(keys, earlier.keys) || isWithin(earlier.keys, keys)
    );
    if (other) throw new InputError(`${setting.option}: it is set twice, by ${other.option} too`);
    const twin = twins.get(keys.join("."));
    if (twin !== undefined && isGiven(twin)) {
      throw new InputError(`${setting.option}: it is set twice, by --${twin} too`);
    }
    settings.push(setting);
  }
  return settings;
}

const SHOWN_CHARS_MAX = 60;

/** A text on one line, cut where it gets long. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > SHOWN_CHARS_MAX ? `${line.slice(0, SHOWN_CHARS_MAX)}...` : line;
}

/**
 * Sets values in a scenario as it was read.
 * @throws InputError that names the option, for a key or an index that is not there
 */
export function applySettings(raw: unknown, settings: readonly Setting[]): Made[] {
  return settings.map((setting) => {
    const path = pathOf(raw, setting);
    const key = path[path.length - 1];
    const schema = schemaAt(jsonSchema, raw, path) ?? {};
    let holder = raw;
    for (const outer of path.slice(0, -1)) {
      if (!isObject(holder) && !Array.isArray(holder)) break;
      const inside = holder as Record<PropertyKey, unknown>;
      if (inside[outer] === undefined) inside[outer] = {};
      holder = inside[outer];
    }
    // If the holder is of a wrong type, the check that follows says so.
    if (isObject(holder) || Array.isArray(holder)) {
      (holder as Record<PropertyKey, unknown>)[key] = valueFor(schema, setting);
    }
    return { setting, path };
  });
}

/** The setting that an objection to a value is about. */
export function settingAt(made: readonly Made[], path: Path): Made | undefined {
  return made.find((one) => isWithin(path, one.path));
}

function pathOf(raw: unknown, { keys, option }: Setting): Path {
  const path: PropertyKey[] = [];
  const fail = (why: string): never => {
    throw new InputError(`${option}: ${why}`);
  };
  keys.forEach((key, depth) => {
    const schema = schemaAt(jsonSchema, raw, path);
    if (schema?.items) return path.push(indexOf(key, valueAt(raw, path), pathText(path), fail));
    const known = keysOf(schema);
    if (known.length === 0) fail(`${pathText(path)} is a single value, it has no keys`);
    if (!known.includes(key)) {
      const near = guessKey(path, key, known, keys.slice(depth + 1));
      fail(`unknown key ${quoted(keys.join("."))}${near}`);
    }
    path.push(key);
  });
  return path;
}

function indexOf(
  key: string,
  list: unknown,
  name: string,
  fail: (why: string) => never,
): number {
  const count = Array.isArray(list) ? list.length : 0;
  const last = count === 1 ? "0" : `0 to ${count - 1}`;
  const there = `${name} has ${count === 0 ? "no" : count} ${count === 1 ? "entry" : "entries"}` +
    (count === 0 ? "" : ` (${last})`);
  if (!/^\d+$/.test(key)) fail(`expected an index behind ${name}, got ${quoted(key)}; ${there}`);
  if (Number(key) >= count) fail(`there is no ${name}.${key}; ${there}`);
  return Number(key);
}

/** A value that is JSON, else a word; where the schema wants a list, words by commas. */
function valueFor(schema: JsonSchema, { value, option }: Setting): unknown {
  const isText = schema.type === "string";
  if (isText && !/^".*"$/s.test(value)) return value;
  if (/^["[{]/.test(value)) {
    return valueOf(readTree(value, "the value", (_, why) => {
      throw new InputError(`${option}: ${why}`);
    }));
  }
  if (schema.type === "array") return value.split(",").map((word) => word.trim());
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
