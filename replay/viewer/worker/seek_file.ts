/**
 * The file of checkpoints of a log, which the server may still be making. Without it a log is slower, and as good.
 * @module
 */
import type { ByteSource } from "../../../events/file/reader.ts";
import { ServerFile } from "./server_file.ts";

/** Between two questions for a file that was not there. */
const ASK_AGAIN_MS = 2000;

export class SeekFile {
  private found: ServerFile | null = null;
  private askedAt = -Infinity;

  constructor(private readonly url: string, private readonly name: string) {}

  /** Its bytes; null while the server has not made it. */
  find(): ByteSource | null {
    const now = performance.now();
    if (this.found !== null || now - this.askedAt < ASK_AGAIN_MS) return this.found;
    this.askedAt = now;
    try {
      this.found = new ServerFile(this.url, this.name);
    } catch { /* it may be there later */ }
    return this.found;
  }

  /** Fetches the next piece before it is asked for; null if there is no more to be had. */
  prefetch(): Promise<void> | null {
    return this.found?.prefetch() ?? null;
  }
}
