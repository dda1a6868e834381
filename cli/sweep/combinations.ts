/**
 * The combinations of a sweep's axes: by number, the values and the scenario that they make.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import { checkedScenario } from "../scenario/parse.ts";
import { pathText, schemaAt, valueAt } from "../scenario/places.ts";
import { jsonSchema } from "../scenario/schema.ts";
import { applySettings, type Setting } from "../scenario/set.ts";
import type { Problem } from "../scenario/words.ts";
import type { SweepFile } from "./file.ts";
import { inputsKey, readInputs } from "./inputs.ts";
import type { Scalar } from "./schema.ts";
import { readShare, sumOf } from "./share.ts";

/** An axis, made ready. */
export interface Axis {
  readonly name: string;
  readonly keys: readonly string[];
  /** What its values are shares of; absent if they are what is set. */
  readonly of?: string;
  readonly values: readonly Scalar[];
  /** Its values were worked out: a key of whole numbers takes them rounded. */
  readonly rounds: boolean;
  /** The number of the earlier axis that it goes along with; its own if it goes with none. */
  readonly along: number;
}

/** What a combination comes to. */
export interface Made {
  readonly scenario: Scenario;
  /** sha256 of the files that it names. */
  readonly inputs: string;
}

/** A key and the value that it is set to. */
export type Set = readonly [key: string, value: Scalar];

type FileFacts = Pick<Awaited<ReturnType<typeof readInputs>>, "digest" | "guest">;

/** Combinations that are kept as they were made, a few KB each. */
const KEPT_MAX = 1024;

export class Combinations {
  readonly count: number;
  private readonly files = new Map<string, FileFacts>();
  /** What the first ones came to; most sweeps have no more than are kept. */
  private readonly made: Made[] = [];

  /**
   * @param base the scenario's values as they are written, the sweep's settings made
   * @param name the scenario's
   * @param home where its paths begin
   * @param file where the axes stand
   * @param always what is set in all of them; `base` has it
   */
  constructor(
    readonly axes: readonly Axis[],
    private readonly base: unknown,
    private readonly name: string,
    readonly home: string,
    private readonly file: Pick<SweepFile, "refuse">,
    private readonly always: readonly Set[] = [],
  ) {
    this.count = this.leading.reduce((count, { values }) => count * values.length, 1);
  }

  /** The axes that others may go along with: their values are combined, the last one's fastest. */
  private get leading(): readonly Axis[] {
    return this.axes.filter(({ along }, at) => along === at);
  }

  /** By axis: the number of its value. */
  placesAt(combination: number): number[] {
    let rest = combination;
    const places = this.axes.map(() => 0);
    for (let at = this.axes.length - 1; at >= 0; at--) {
      const { along, values } = this.axes[at];
      if (along !== at) continue;
      places[at] = rest % values.length;
      rest = Math.floor(rest / values.length);
    }
    return this.axes.map(({ along }) => places[along]);
  }

  valuesAt(combination: number): Scalar[] {
    return this.placesAt(combination).map((place, at) => this.axes[at].values[place]);
  }

  /** All that is set: what always is, then what the axes say, in their order. */
  settingsAt(combination: number): Set[] {
    return [...new Map([...this.always, ...this.set(combination).settings])];
  }

  /** @returns null if it makes no guest */
  async make(combination: number): Promise<Made | null> {
    const { scenario } = this.check(combination);
    if (scenario === undefined) return null;
    const key = inputsKey(scenario, this.home);
    if (!this.files.has(key)) {
      const { digest, guest } = await readInputs(scenario, this.home);
      this.files.set(key, { digest, guest });
    }
    const made = this.with(scenario);
    if (combination < KEPT_MAX) this.made[combination] = made;
    return made;
  }

  /** The same, of a combination that was made before. */
  again(combination: number): Made {
    return this.made[combination] ?? this.with(this.check(combination).scenario!);
  }

  /** True if one of the listed values is wrong by itself, whatever the others are. */
  isWrong(combination: number): boolean {
    const { problem } = this.check(combination);
    return problem !== undefined && this.blamed(problem) >= 0;
  }

  /** @throws InputError that says why a combination makes no guest */
  refuse(combination: number): never {
    const { problem } = this.check(combination);
    const { path, text } = problem!, axis = this.blamed(problem!);
    const where = `${pathText(path)}: ${text}`, places = this.placesAt(combination);
    if (axis >= 0) throw this.file.refuse(["axes", axis, "values", places[axis]], where);
    const which = this.axes.map(({ name, values }, at) => `${name}=${values[places[at]]}`).join(
      ", ",
    );
    throw which === "" ? this.file.refuse(["set"], where) : this.file.refuse(
      ["axes"],
      `with ${which}: ${where} ("misfits": "leave-out" leaves such combinations out)`,
    );
  }

  /** The axis whose listed value is wrong by itself; -1 if there is none. */
  private blamed({ path, about }: Problem): number {
    return this.axes.findIndex(({ keys, rounds }) =>
      !rounds && about === undefined && keys.some((key) => pathText(pathOf(key)) === pathText(path))
    );
  }

  private with(scenario: Scenario): Made {
    const { digest, guest } = this.files.get(inputsKey(scenario, this.home))!;
    Object.assign(scenario.guest, guest);
    return { scenario, inputs: digest };
  }

  private check(combination: number): { scenario?: Scenario; problem?: Problem } {
    return checkedScenario(this.set(combination).raw, this.name);
  }

  private set(combination: number): { raw: unknown; settings: Set[] } {
    const raw = structuredClone(this.base), settings: Set[] = [];
    const values = this.valuesAt(combination);
    this.axes.forEach((axis, at) => {
      const value = this.shareOf(raw, axis, values[at]);
      for (const key of axis.keys) {
        const own = axis.rounds && typeof value === "number" && isWhole(raw, key)
          ? (axis.of === undefined ? Math.round(value) : Math.floor(value))
          : value;
        applySettings(raw, [settingOf(key, own, axis.name)]);
        settings.push([key, own]);
      }
    });
    return { raw, settings };
  }

  private shareOf(raw: unknown, { of, name }: Axis, value: Scalar): Scalar {
    if (of === undefined) return value;
    const whole = sumOf(readShare(of)!, (key) => {
      const number = numberAt(raw, key);
      if (number !== undefined) return number;
      throw new RangeError(`Cannot take a share of ${key} for axis ${name}: it is no number`);
    });
    return whole * Number(value);
  }
}

/** A value of an axis as `--set` would set it. */
export function settingOf(key: string, value: Scalar, axis: string): Setting {
  const keys = keysOf(key), text = String(value);
  return { keys, value: text, option: `axis ${axis}: ${key}=${text}` };
}

const keysOf = (key: string): string[] => key.replace(/\[(\d+)\]/g, ".$1").split(".");
const pathOf = (key: string): (string | number)[] =>
  keysOf(key).map((word) => /^\d+$/.test(word) ? Number(word) : word);

/** True of a key that takes whole numbers only. */
function isWhole(raw: unknown, key: string): boolean {
  return schemaAt(jsonSchema, raw, pathOf(key))?.type === "integer";
}

/** The number at a key, as it is written or by default. */
export function numberAt(raw: unknown, key: string): number | undefined {
  const path = pathOf(key);
  const said = valueAt(raw, path) ??
    (schemaAt(jsonSchema, raw, path) as { default?: unknown } | undefined)?.default;
  return typeof said === "number" ? said : undefined;
}
