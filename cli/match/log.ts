/**
 * A matched run as a log file.
 * @module
 */
import type { Machine } from "../../core/decide/machine.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { makeDirectory } from "../files.ts";
import { headerOf } from "../import/write.ts";
import { writeLog } from "../write_log.ts";

/**
 * Writes what a match recorded.
 * @throws InputError if it cannot be written; nothing bears its name then
 */
export function writeMatched(
  path: string,
  machine: Machine,
  trace: TraceImporter,
  profile: string,
): void {
  const folder = path.replace(/[^/]*$/, "");
  if (folder !== "") makeDirectory(folder);
  writeLog(
    path,
    { ...headerOf(trace, 0), geometry: machine.memory.geometry, profile },
    machine.log,
  );
}
