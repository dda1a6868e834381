/**
 * The program's version: a hash of the sources that decide a run's result, which are all that `run.ts`
 * imports, near and far. A run that was made by other sources is another run.
 * @module
 */
import { createHash } from "node:crypto";

const entry = new URL("run.ts", import.meta.url);
const root = new URL("../../", import.meta.url);
const IMPORT = /(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+)"/g;

/** The modules, each by its path from the project's folder, sorted. */
export function deciding(): string[] {
  const seen = new Set<string>([entry.href]);
  for (const href of seen) { // grows as it is gone through
    for (const [, specifier] of Deno.readTextFileSync(new URL(href)).matchAll(IMPORT)) {
      seen.add(new URL(specifier, href).href);
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
