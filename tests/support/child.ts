/**
 * A program that runs beside a test: what it says is heard as it says it, and it ends with the test.
 * @module
 */
const PAUSE_MS = 10, PATIENCE_MS = 120_000;

/** How it ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export class Child {
  out = "";
  err = "";
  private readonly child: Deno.ChildProcess;
  private readonly heard: Promise<unknown>;
  private isEnded = false;

  constructor(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    folder = ".",
  ) {
    this.child = new Deno.Command(program, {
      args: [...args],
      cwd: folder,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: { NO_COLOR: "1", ...env },
    }).spawn();
    this.heard = Promise.all([
      hear(this.child.stdout, (text) => this.out += text),
      hear(this.child.stderr, (text) => this.err += text),
      this.child.status.then(() => this.isEnded = true),
    ]);
  }

  kill(signal: Deno.Signal): void {
    try {
      this.child.kill(signal);
    } catch { /* it has ended */ }
  }

  /** Waits for its end; one that hangs is killed. */
  async end(): Promise<Ended> {
    const late = setTimeout(() => this.kill("SIGKILL"), 2 * PATIENCE_MS);
    const { code } = await this.child.status;
    clearTimeout(late);
    await this.heard;
    return { code, out: this.out, err: this.err };
  }

  /** Waits until something is so; it must come while the program runs. */
  async until(what: string, isSo: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (!isSo()) {
      if (this.isEnded || Date.now() > end) {
        throw new Error(`${what}: never; ${this.out}${this.err}`);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill("SIGCONT");
    this.kill("SIGKILL");
    await this.end();
  }
}

async function hear(
  stream: ReadableStream<Uint8Array>,
  say: (text: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  for await (const bytes of stream) say(decoder.decode(bytes, { stream: true }));
}
