/**
 * Where the events of `log` come from: a log, or a text log that is read line by line.
 * @module
 */
import { formOf } from "../compressed.ts";
import { systemError } from "../errors.ts";
import { nameOf, readBytes } from "../files.ts";
import { FIRST_BYTES, isText, newestLog, openLog } from "../logs.ts";
import { type Source, textSource } from "./text.ts";

export { badLine, type Batch, type Source } from "./text.ts";

/** The first bytes of a file. */
async function firstBytes(path: string): Promise<Uint8Array> {
  try {
    using file = await Deno.open(path);
    const bytes = new Uint8Array(FIRST_BYTES);
    return bytes.subarray(0, await file.read(bytes) ?? 0);
  } catch (error) {
    throw systemError(error, `read ${path}`) ?? error;
  }
}

/**
 * Opens a log or a text log, told by its first bytes.
 * @throws InputError that says what is wrong, and where
 */
export async function openSource(path: string | undefined, recover: boolean): Promise<Source> {
  const chosen = path ?? newestLog();
  if (chosen !== "-") {
    const first = await firstBytes(chosen);
    if (isText(first)) return await textSource(nameOf(chosen), (await Deno.open(chosen)).readable);
    if (formOf(first) === null) return await logSource(chosen, recover);
  }
  const bytes = await readBytes(chosen);
  if (isText(bytes.subarray(0, FIRST_BYTES))) {
    return await textSource(nameOf(chosen), new Blob([new Uint8Array(bytes)]).stream());
  }
  return await logSource(chosen, recover, bytes);
}

async function logSource(path: string, recover: boolean, bytes?: Uint8Array): Promise<Source> {
  const log = await openLog(path, recover, bytes);
  return {
    name: log.name,
    header: log.header,
    events: log.events,
    async *batches(from = 1) {
      for (let block = 0; block < log.blocks; block++) {
        const base = log.baseOf(block);
        const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
        if (end < from) continue;
        const words = log.wordsOf(block);
        const placeOf = (index: number): string => `${log.name}: event ${base + index + 1}`;
        yield { words, events: end - base, base, placeOf };
      }
    },
  };
}
