/**
 * Many jobs on all cores: this thread does its share, and others the rest; results come back in the
 * order of the jobs. Another thread says that it listens before it gets its first job: what is sent while its
 * module is still being loaded may be lost (Deno 2.9.6, now and then).
 * @module
 */
import { Progress } from "./progress.ts";

/** What a helper thread answers: that it listens, a result, or the failure that is a bug of ours. */
export interface Answer<Result> {
  readonly listens?: true;
  readonly result?: Result;
  readonly failure?: string;
}

/** How the jobs are shared out. */
export interface Sharing {
  /** What the progress bar calls the work. */
  readonly what: string;
  /** The module that serves jobs in another thread: see {@linkcode serve}. */
  readonly helper: URL;
  /** Fewer jobs than that are over before another thread has loaded. */
  readonly jobsAThread: number;
  /** Threads at most. */
  readonly threads?: number;
  /** This thread does none: while it is at a long job, the others' answers would wait for it. */
  readonly areLong?: true;
}

/**
 * Does all jobs.
 * @throws Error if a helper fails
 */
export async function doAll<Job, Result>(
  jobs: readonly Job[],
  here: (job: Job) => Promise<Result> | Result,
  { what, helper, jobsAThread, threads = navigator.hardwareConcurrency, areLong }: Sharing,
): Promise<Result[]> {
  using progress = new Progress(what, jobs.length);
  const results: Result[] = [];
  const count = Math.min(threads, Math.ceil(jobs.length / jobsAThread));
  let next = 0;
  const drain = async (act: (job: Job) => Promise<Result> | Result): Promise<void> => {
    while (next < jobs.length) {
      const at = next++;
      results[at] = await act(jobs[at]);
      progress.add(1);
      await new Promise((resolve) => setTimeout(resolve)); // answers of the others are heard
    }
  };
  const helpers = Array.from(
    { length: areLong ? count : Math.max(0, count - 1) },
    () => new Helper<Job, Result>(helper),
  );
  try {
    const own = areLong ? [] : [drain(here)];
    await Promise.all([...own, ...helpers.map((one) => drain(one.act))]);
  } finally {
    for (const one of helpers) one.end();
  }
  return results;
}

/** Another thread. */
class Helper<Job, Result> {
  private readonly worker: Worker;
  private readonly ready: Promise<void>;

  constructor(module: URL) {
    this.worker = new Worker(module, { type: "module" });
    this.ready = this.answer(() => {});
  }

  readonly act = async (job: Job): Promise<Result> => {
    await this.ready;
    return this.answer(({ result }) => result!, job);
  };

  /** The next answer; it is asked for if there is a job to send. */
  private answer<Value>(take: (answer: Answer<Result>) => Value, job?: Job): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }: MessageEvent<Answer<Result>>) =>
        data.failure === undefined ? resolve(take(data)) : reject(new Error(data.failure));
      this.worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      if (job !== undefined) this.worker.postMessage(job);
    });
  }

  end(): void {
    this.worker.terminate();
  }
}

/** In a helper's module: answers each job that is sent. */
export function serve<Job, Result>(act: (job: Job) => Promise<Result> | Result): void {
  const port = self as unknown as {
    onmessage: (event: MessageEvent<Job>) => void;
    postMessage(answer: Answer<Result>): void;
  };
  port.onmessage = async ({ data: job }) => {
    try {
      port.postMessage({ result: await act(job) });
    } catch (error) {
      port.postMessage({ failure: error instanceof Error ? `${error.stack}` : String(error) });
    }
  };
  port.postMessage({ listens: true });
}
