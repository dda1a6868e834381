/**
 * The program's version: a hash of the sources that decide a run's result. A run that was made by other
 * sources is another run.
 *
 * Those are what `run.ts` imports, near and far, of the simulator and the figures, and the few files here
 * that run it. What reads files and speaks to people is left out: a run's identity has what was read in it.
 * @module
 */
import { createHash } from "node:crypto";

const root = new URL("../../", import.meta.url);
const entry = new URL("run.ts", import.meta.url);
const OURS = ["cli/sweep/run.ts", "cli/sweep/columns.ts", "cli/simulate/run.ts", "cli/codec.ts"];
const ROOMS = ["events/", "core/", "replay/"], PICTURES = "replay/plot/";
const IMPORT = /(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+)"/g;

const decides = (path: string): boolean =>
  OURS.includes(path) ||
  (ROOMS.some((room) => path.startsWith(room)) && !path.startsWith(PICTURES));

/** The modules, each by its path from the project's folder, sorted. */
export function deciding(): string[] {
  const seen = new Set([entry.href]);
  for (const href of seen) { // grows as it is gone through
    for (const [, specifier] of Deno.readTextFileSync(new URL(href)).matchAll(IMPORT)) {
      const imported = new URL(specifier, href).href;
      if (decides(imported.slice(root.href.length))) seen.add(imported);
    }
  }
  return [...seen].map((href) => href.slice(root.href.length)).sort();
}

/** sha256, in hex. */
export function programVersion(): string {
  const hash = createHash("sha256");
  for (const path of deciding()) {
    hash.update(`${path}\n`);
    hash.update(Deno.readFileSync(new URL(path, root)));
  }
  return hash.digest("hex");
}
