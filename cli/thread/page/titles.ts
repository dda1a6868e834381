/**
 * The titles of the scenarios that claims were tried on, from their files.
 * @module
 */
import { loadScenario } from "../../scenario/file.ts";
import { trialsOf, type Tried } from "../verdicts.ts";

const folder = new URL("../../../fixtures/thread/", import.meta.url);

/** Titles by the names of scenarios. */
export async function titlesOf(tried: readonly Tried[]): Promise<Map<string, string>> {
  const titles = new Map<string, string>();
  for (const { scenario } of tried.flatMap(trialsOf)) {
    const path = decodeURIComponent(new URL(`${scenario}.jsonc`, folder).pathname);
    titles.set(scenario, (await loadScenario(path)).title);
  }
  return titles;
}
