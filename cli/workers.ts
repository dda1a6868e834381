/**
 * Jobs on all cores: each worker takes the next job as it has done the last.
 *
 * A worker says that it listens before it gets the first: what is sent while its module is still being loaded may be
 * lost (Deno 2.9.6, now and then).
 * @module
 */

/** What a worker sends: that it listens, a result, or the text of an error. */
export type Answer<Result> =
  | { readonly listens: true }
  | { readonly done: Result }
  | { readonly failed: string };

/**
 * Runs jobs on workers of one module, which calls `answerJobs`.
 * @param each called with a result as it comes, and the number of its job
 * @returns the results in the order of the jobs
 * @throws Error with the text of the first job that failed
 */
export async function runJobs<Job, Result>(
  module: URL,
  jobs: readonly Job[],
  each: (result: Result, job: number) => void = () => {},
): Promise<Result[]> {
  const results: Result[] = new Array(jobs.length);
  const count = Math.min(jobs.length, navigator.hardwareConcurrency || 1);
  let next = 0;
  const workers = Array.from({ length: count }, () => new Worker(module, { type: "module" }));
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let job = -1;
      const take = (): void => {
        job = next++;
        if (job < jobs.length) worker.postMessage(jobs[job]);
        else resolve();
      };
      worker.onmessage = ({ data }: MessageEvent<Answer<Result>>) => {
        if ("listens" in data) return take();
        if ("failed" in data) return reject(new Error(data.failed));
        results[job] = data.done;
        each(data.done, job);
        take();
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
    });
  try {
    await Promise.all(workers.map(work));
  } finally {
    for (const worker of workers) worker.terminate();
  }
  return results;
}

/** Answers jobs in a worker. */
export function answerJobs<Job, Result>(work: (job: Job) => Result): void {
  const scope = self as unknown as {
    onmessage: ((event: MessageEvent<Job>) => void) | null;
    postMessage(answer: Answer<Result>): void;
  };
  scope.onmessage = ({ data }) => {
    try {
      scope.postMessage({ done: work(data) });
    } catch (error) {
      scope.postMessage({ failed: error instanceof Error ? `${error.stack}` : String(error) });
    }
  };
  scope.postMessage({ listens: true });
}
