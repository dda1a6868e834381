/**
 * Opens a log for the viewer: one that is damaged as far as it is whole, and says in one line what a file is
 * that is no log.
 * @module
 */
import { type ByteSource, type LogFile, openLog } from "../../../events/file/reader.ts";
import { checkGeometry } from "../../../core/state/geometry.ts";
import { count } from "../../text.ts";
import { BlockLog } from "./blocks.ts";
import type { Tools } from "./position.ts";
import { isTextLog, readTextLog } from "./text_log.ts";

/** A log that is open. */
export interface Opened {
  readonly log: BlockLog;
  /** What is wrong with the file, and how much of it is shown; null if nothing is. */
  readonly damage: string | null;
}

/**
 * Opens a log.
 * @throws SyntaxError, in one line, if it is no log, or no event of it is whole
 */
export function openBlocks(source: ByteSource, { codec }: Pick<Tools, "codec">): Opened {
  if (isTextLog(source)) {
    const log = readTextLog(source);
    checkGeometry(log.header.geometry);
    return { log: new BlockLog(log), damage: null };
  }
  const file = openOrRecover(source, codec);
  checkGeometry(file.header.geometry);
  const { damage, events } = file;
  const why = damage === null
    ? null
    : `${damage.why} (byte ${count(damage.byte)}): the ${count(events)} events before it are shown`;
  return { log: new BlockLog(file), damage: why };
}

function openOrRecover(source: ByteSource, codec: Tools["codec"]): LogFile {
  try {
    return openLog(source, codec);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    try {
      return openLog(source, codec, { recover: true });
    } catch {
      throw error; // it is no log
    }
  }
}
