/**
 * Folders of measured migrations, and which of their runs are repeats of one another, or pairs.
 * @module
 */
import { readBytes } from "../../files.ts";
import { runName } from "./one.ts";

const RECORD = /\.json(\.gz|\.zst)?$/;
const NOT_A_RUN = /(^|\.)(start|end|evidence)\.json/;

/** True for a file that may hold a measured run. */
export const isRecordPath = (path: string): boolean => {
  const name = path.replace(/^.*\//, "");
  return RECORD.test(name) && !NOT_A_RUN.test(name);
};

/** The bundled runs, all of which go by this name. */
export const BUNDLED_RUNS = "qemu";
const runsHome = decodeURIComponent(new URL("../../../fixtures/qemu", import.meta.url).pathname);

/** The path that a word means: a bundled run by its name, or all of them; else the word itself. */
export function pathOfRuns(word: string): string {
  if (exists(word)) return word;
  if (word === BUNDLED_RUNS) return runsHome;
  const path = `${runsHome}/${word}.json.zst`;
  return /^[\w-]+$/.test(word) && exists(path) ? path : word;
}

/** True if a path is there. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Paths of a folder's records, by name. */
export function recordsIn(folder: string): string[] {
  const home = folder.replace(/(.)\/+$/, "$1");
  return [...Deno.readDirSync(home)]
    .filter(({ isDirectory, name }) => !isDirectory && isRecordPath(name))
    .map(({ name }) => `${home}/${name}`)
    .sort((a, b) => runName(a) < runName(b) ? -1 : 1);
}

/**
 * The records of a folder that are of runs: JSON that is neither whole nor a run's may be one that was
 * damaged, and is told.
 */
export async function runsIn(folder: string): Promise<string[]> {
  const paths = recordsIn(folder);
  const are = await Promise.all(paths.map(mayBeRun));
  return paths.filter((_, at) => are[at]);
}

async function mayBeRun(path: string): Promise<boolean> {
  try {
    const value = JSON.parse(new TextDecoder().decode(await readBytes(path)));
    return typeof value === "object" && value !== null && ("params" in value || "before" in value);
  } catch {
    return true;
  }
}

/** The name that repeats of a run share: `idle-256-h1` of `idle-256-h1-r0`. */
export const repeatOf = (run: string): string => run.replace(/-r\d+$/, "");

/** A run's repeats that lie beside it, itself among them. */
export function repeatsBeside(path: string): string[] {
  const folder = path.includes("/") ? path.replace(/\/[^/]*$/, "") || "/" : ".";
  const stem = repeatOf(runName(path));
  return recordsIn(folder).filter((other) => repeatOf(runName(other)) === stem);
}

/** Runs that differ only in that hinting is off in the first and on in the second. */
export function pairsOf<T extends { readonly run: string }>(runs: readonly T[]): [T, T][] {
  return runs.flatMap((off): [T, T][] => {
    if (!/-h0\b/.test(off.run)) return [];
    const on = runs.find(({ run }) => run === off.run.replace(/-h0\b/, "-h1"));
    return on === undefined ? [] : [[off, on]];
  });
}
