/**
 * Rules that users bring as files, beside those of the list.
 * @module
 */
import { rules } from "../../replay/rules/mod.ts";
import type { Rule, Scene, Watcher } from "../../replay/rules/rule.ts";
import { InputError } from "../errors.ts";
import { firstLine, loadModule, pick } from "../load.ts";

const TEXTS = ["name", "sentence", "source"] as const;

/** What a value lacks to be a rule; undefined if it does not look like one at all. */
function lacks(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("begin" in value)) return undefined;
  const given = value as Record<string, unknown>;
  const { feeds } = given;
  const isFed = Array.isArray(feeds) && feeds.length > 0 && feeds.every(Number.isInteger);
  return [
    ...TEXTS.filter((key) => typeof given[key] !== "string").map((key) => `${key} (text)`),
    ...(isFed ? [] : ["feeds (a list of kinds, as in [Kind.HintRead])"]),
    ...(typeof given.begin === "function" ? [] : ["begin()"]),
  ].join(", ");
}

/**
 * All rules of the list, and those of the files.
 * @throws InputError for a file that exports no rule, or one whose name is taken
 */
export async function allRules(paths: readonly string[]): Promise<readonly Rule[]> {
  const all = [...rules];
  for (const path of paths) {
    const exports = await loadModule("--rule", path);
    const rule = pick<Rule>("--rule", path, "rule", exports, lacks);
    if (all.some(({ name }) => name === rule.name)) {
      throw new InputError(
        `--rule ${path}: there is a rule ${rule.name} already: call it otherwise`,
      );
    }
    all.push(guarded(rule));
  }
  return all;
}

/** What a user's rule does wrong is no bug of ours: one line says what and where. */
function guarded(rule: Rule): Rule {
  const guard =
    <A extends unknown[], R>(act: (...words: A) => R): (...words: A) => R => (...words) => {
      try {
        return act(...words);
      } catch (error) {
        throw new InputError(`rule ${rule.name} failed: ${firstLine(error)}`);
      }
    };
  const all = (listeners: Watcher["before"]): Watcher["before"] =>
    listeners &&
    Object.fromEntries(Object.entries(listeners).map(([kind, see]) => [kind, guard(see)]));
  return {
    ...rule,
    begin: guard((scene: Scene): Watcher => {
      const watcher = rule.begin(scene);
      const { before, after, end } = watcher;
      return {
        before: all(before),
        after: all(after),
        ...(end === undefined ? {} : { end: guard(end.bind(watcher)) }),
      };
    }),
  };
}
