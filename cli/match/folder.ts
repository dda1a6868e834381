/**
 * Folders of traces with their lists: `NAME.start.json`, `NAME.end.json` and the trace `NAME.ftrace`,
 * `.trace.txt`, `.trace-cmd` or `.perf`; or, a folder a trace, without NAME. All may be packed (.gz, .zst).
 * @module
 */
import { InputError } from "../errors.ts";

/** Files of one match. */
export interface Files {
  readonly name: string;
  readonly trace: string;
  readonly start: string;
  readonly end: string | undefined;
}

const TRACE = /^(ftrace|trace\.txt|trace-cmd|perf)\b/;
const START = /^(?:(.*)\.)?start\.json(?:\.gz|\.zst)?$/;

/**
 * The traces of a folder and of the folders in it, by name.
 * @throws InputError if there is none with lists
 */
export function tracesIn(folder: string): Files[] {
  const home = folder.replace(/(.)\/+$/, "$1");
  const below = [...Deno.readDirSync(home)].filter(({ isDirectory }) => isDirectory)
    .flatMap(({ name }) => filesOf(`${home}/${name}`, name));
  const found = [...filesOf(home, home.replace(/^.*\//, "")), ...below];
  if (found.length > 0) return found.sort((a, b) => a.name < b.name ? -1 : 1);
  throw new InputError(
    `${home}: no trace with lists in it (NAME.start.json and NAME.trace.txt, or start.json and trace.txt)`,
  );
}

function filesOf(folder: string, folderName: string): Files[] {
  const names = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile)
    .map(({ name }) => name).sort();
  return names.flatMap((file) => {
    const match = START.exec(file);
    if (match === null) return [];
    const prefix = match[1] === undefined ? "" : `${match[1]}.`;
    const trace = names.find((name) =>
      name.startsWith(prefix) && TRACE.test(name.slice(prefix.length))
    );
    if (trace === undefined) return [];
    const end = names.find((name) => name.replace(/\.(gz|zst)$/, "") === `${prefix}end.json`);
    return [{
      name: match[1] ?? folderName,
      trace: `${folder}/${trace}`,
      start: `${folder}/${file}`,
      end: end === undefined ? undefined : `${folder}/${end}`,
    }];
  });
}
