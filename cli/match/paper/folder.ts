/**
 * Where published numbers are: the bundled ones, a folder of one's own, one file.
 * @module
 */
import { isFolder } from "../../files.ts";
import { exists } from "../measured/folder.ts";
import { EXTENSION } from "./file.ts";

const home = decodeURIComponent(new URL("../../../fixtures/paper", import.meta.url).pathname);

/** The name that all bundled files go by. */
export const BUNDLED = "paper";

/** The files that a word means, by name; none if it means something else. */
export function papersAt(word: string): string[] {
  const path = pathOf(word);
  if (!isFolder(path)) return path.endsWith(EXTENSION) ? [path] : [];
  const folder = path.replace(/(.)\/+$/, "$1");
  return [...Deno.readDirSync(folder)]
    .filter(({ isDirectory, name }) => !isDirectory && name.endsWith(EXTENSION))
    .map(({ name }) => `${folder}/${name}`)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

function pathOf(word: string): string {
  if (exists(word)) return word;
  if (word === BUNDLED) return home;
  const path = `${home}/${word}${EXTENSION}`;
  return /^[\w-]+$/.test(word) && exists(path) ? path : word;
}

/** The bundled files, by name. */
export const paperNames = (): string[] =>
  papersAt(BUNDLED).map((path) => path.replace(/^.*\//, "").replace(EXTENSION, ""));
