/**
 * Rules that users bring as files, beside those of the list.
 * @module
 */
import { kindNames } from "../../events/kinds.ts";
import { rules } from "../../replay/rules/mod.ts";
import type { Listeners, Rule, Scene, See, Watcher } from "../../replay/rules/rule.ts";
import { eventName } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { firstLine, loadModule, pickAll } from "../load.ts";

const TEXTS = ["name", "sentence", "source"] as const;

/** What a value lacks to be a rule; undefined if it does not look like one at all. */
function lacks(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("begin" in value)) return undefined;
  const given = value as Record<string, unknown>;
  const { feeds } = given;
  const isFed = Array.isArray(feeds) && feeds.length > 0 && feeds.every((kind) => kindNames[kind]);
  return [
    ...TEXTS.filter((key) => typeof given[key] !== "string" || given[key] === "").map((key) =>
      `${key} (text)`
    ),
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
    for (const rule of pickAll<Rule>("--rule", path, "rule", exports, lacks)) {
      if (all.some(({ name }) => name === rule.name)) {
        throw new InputError(
          `--rule ${path}: there is a rule ${rule.name} already: call it otherwise`,
        );
      }
      all.push(guarded(rule));
    }
  }
  return all;
}

/** What a user's rule does wrong is no bug of ours: one line says what and where. */
function guarded(rule: Rule): Rule {
  const fail = (why: string): never => {
    throw new InputError(`rule ${rule.name} failed${why}`);
  };
  const all = (listeners: Listeners | undefined): Listeners =>
    Object.fromEntries(
      Object.entries(listeners ?? {}).map(([kind, see]): [string, See] => {
        if (typeof see !== "function") {
          fail(`: what it listens with to kind ${kind} is no function`);
        }
        return [kind, (words, index, number) => {
          try {
            see(words, index, number);
          } catch (error) {
            fail(` at ${eventName(number)}: ${firstLine(error)}`);
          }
        }];
      }),
    );
  return {
    ...rule,
    begin(scene: Scene): Watcher {
      let watcher: Watcher = {};
      try {
        watcher = rule.begin(scene);
      } catch (error) {
        fail(`: ${firstLine(error)}`);
      }
      if (typeof watcher !== "object" || watcher === null) fail(": begin() returns no object");
      return {
        before: all(watcher.before),
        after: all(watcher.after),
        end(at) {
          try {
            watcher.end?.(at);
          } catch (error) {
            fail(` at the end: ${firstLine(error)}`);
          }
        },
      };
    },
  };
}
