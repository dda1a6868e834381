/**
 * Names that `deno task match` knows besides paths: bundled runs, bundled published numbers, all of either.
 * @module
 */
import { didYouMean } from "../command.ts";
import { InputError } from "../errors.ts";
import { BUNDLED_RUNS, exists, pathOfRuns, recordsIn } from "./measured/folder.ts";
import { runName } from "./measured/one.ts";
import { BUNDLED, paperNames } from "./paper/folder.ts";

/**
 * Refuses what looks like a name and is none.
 * @throws InputError with the name that may have been meant
 */
export function checkName(word: string): void {
  if (!/^[\w-]+$/.test(word) || word === "-" || exists(word)) return;
  const runs = recordsIn(pathOfRuns(BUNDLED_RUNS)).map(runName);
  const names = [BUNDLED_RUNS, BUNDLED, ...paperNames(), ...runs];
  if (names.includes(word)) return;
  throw new InputError(
    `no file "${word}", and nothing bundled is called so${didYouMean(word, names)} ` +
      `(${BUNDLED_RUNS}: all measured runs; ${BUNDLED}: all published numbers)`,
  );
}
