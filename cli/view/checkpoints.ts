/**
 * The files of checkpoints (`.seek`) of long logs, made in another thread while the page is served without.
 * @module
 */
import { PART } from "../files.ts";
import { note } from "../output.ts";
import type { Answer } from "../threads.ts";
import { LIMITS, type Limits, SEEK_ENDING } from "../timeline.ts";
import type { ShownLog } from "./log.ts";

/** What the thread is asked: to make what is missing of a log. */
export interface Job {
  readonly path: string;
  readonly limits: Limits;
}

/** Checkpoints that are being made; disposing ends that, and takes away what is half made. */
export class Checkpointing implements Disposable {
  private readonly worker: Worker | null;
  private at: string | null = null;

  /** Begins, one log after the other. */
  constructor(logs: readonly ShownLog[], limits: Limits = LIMITS) {
    const paths = logs.filter(({ path, events }) => path !== null && events >= limits.min)
      .map(({ path }) => path!);
    this.worker = paths.length === 0 ? null : this.begin([...new Set(paths)], limits);
  }

  private begin(paths: string[], limits: Limits): Worker {
    const worker = new Worker(new URL("checkpoints_thread.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<Answer<string | null>>) => {
      if (data.failure !== undefined) note(`a bug of hintlab, please report it: ${data.failure}`);
      if (data.result) note(data.result);
      this.at = paths.shift() ?? null;
      if (this.at === null) worker.terminate();
      else worker.postMessage({ path: this.at, limits } satisfies Job);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      note(`no checkpoints: ${event.message}`);
    };
    return worker;
  }

  [Symbol.dispose](): void {
    this.worker?.terminate();
    if (this.at === null) return;
    try {
      Deno.removeSync(`${this.at}${SEEK_ENDING}${PART}`);
    } catch { /* none was begun */ }
  }
}
