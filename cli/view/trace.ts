/**
 * A kernel's trace that is to be shown: it is imported first, as `import` does, and its log stays.
 * @module
 */
import { FRAME_BITS } from "../../core/state/geometry.ts";
import { TEXT_MAGIC } from "../../events/text.ts";
import { unpackedStream } from "../compressed.ts";
import { InputError } from "../errors.ts";
import { isThere } from "../files.ts";
import { logPathFor } from "../import/paths.ts";
import { SpillFile } from "../import/spill.ts";
import { readTrace } from "../import/trace.ts";
import { writeImported } from "../import/write.ts";
import { FIRST_BYTES, isText, openLog } from "../logs.ts";
import { note } from "../output.ts";

/**
 * The log of what is named: it, or, of text that is no log, that of the trace that it must be.
 * @throws InputError if the text is no trace either
 */
export async function logOf(path: string): Promise<string> {
  if (path === "-" || !await isOtherText(path)) return path;
  const out = logPathFor(path);
  if (isThere(out) && !await isImport(out)) {
    throw new InputError(
      `${path}: it would be imported as ${out}, which is another log: ` +
        `\`deno task import ${path} --out LOG\` makes one of another name, to view`,
    );
  }
  using spill = new SpillFile(out);
  const trace = await readTrace(path, 2 ** FRAME_BITS, spill).catch((error) => {
    if (error instanceof InputError) throw new InputError(`${error.message}; it is no log either`);
    throw error;
  });
  writeImported(trace, out, 0, spill);
  note(`a kernel's trace: imported as ${out}`);
  return out;
}

/** True of a log that was made of a trace: it can be made again. */
async function isImport(path: string): Promise<boolean> {
  try {
    return (await openLog(path, false)).header.imported !== undefined;
  } catch {
    return false;
  }
}

/** False where nothing can be read: who opens it says why. */
async function isOtherText(path: string): Promise<boolean> {
  try {
    for await (const bytes of unpackedStream((await Deno.open(path)).readable)) {
      const first = bytes.subarray(0, FIRST_BYTES);
      return isText(first) && !new TextDecoder().decode(first).startsWith(TEXT_MAGIC);
    }
  } catch { /* it is said later */ }
  return false;
}
