/**
 * Property tests with a seed that is fixed, can be chosen, and is named when a test fails:
 *
 * ```
 * HINTLAB_SEED=7 deno task test core/decide/twin_test.ts --allow-env=HINTLAB_SEED
 * ```
 * @module
 */
import fc from "fast-check";

const NAME = "HINTLAB_SEED";
const DEFAULT = 1;

/** The seed of this run: what the environment says, if the run may see it, else 1. */
function seedOf(): number {
  const { state } = Deno.permissions.querySync({ name: "env", variable: NAME });
  const text = state === "granted" ? Deno.env.get(NAME) : undefined;
  return text === undefined ? DEFAULT : Number(text);
}

/**
 * Checks a property on `runs` cases; a failure shows the smallest case found and the command that
 * brings it back.
 * @param file path of the test below `tests/`
 */
export function checkProperty<Case>(
  file: string,
  runs: number,
  property: fc.IProperty<Case>,
): void {
  const seed = seedOf();
  const task = file.endsWith("_long_test.ts") ? "test:long" : "test";
  const reporter = (details: fc.RunDetails<Case>): void => {
    if (!details.failed) return;
    const cause = details.errorInstance instanceof Error ? details.errorInstance.message : "";
    throw new Error(
      `Seed ${seed}, case ${details.numRuns}, after ${details.numShrinks} steps of shrinking:\n` +
        `${fc.stringify(details.counterexample)}\n${cause}\n` +
        `Again: ${NAME}=${seed} deno task ${task} ${file} --allow-env=${NAME}`,
    );
  };
  fc.assert(property, { seed, numRuns: runs, reporter });
}
