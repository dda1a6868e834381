/**
 * NATS servers for tests: Debian's `nats-server` with JetStream, on a free port, with a store of its own.
 * Tests that need one are skipped where it is not installed.
 * @module
 */
import { Child } from "./child.ts";

const PAUSE_MS = 20, TRIES = 500;

/** The first that is installed; Debian's lies where not everybody's PATH leads. */
async function find(): Promise<string | undefined> {
  for (const program of ["nats-server", "/usr/sbin/nats-server"]) {
    try {
      const { success } = await new Deno.Command(program, {
        args: ["--version"],
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return program;
    } catch { /* it is not there */ }
  }
  return undefined;
}

const program = await find();

/** `ignore` of a test that needs a server. */
export const cannotServe = program === undefined;

if (cannotServe) console.error("nats-server is not installed: tests that need it are skipped.");

export class NatsServer {
  /** `nats://127.0.0.1:PORT`; it stays so when the server is started again. */
  url = "";
  private child: Child | undefined;

  /** @param folder in which its store lies */
  constructor(private readonly folder: string, private readonly flags: readonly string[] = []) {}

  /** Starts it, with the store that is there. */
  async start(): Promise<void> {
    const ports = await Deno.makeTempDir({ dir: this.folder });
    const port = this.url === "" ? "-1" : this.url.replace(/^.*:/, "");
    this.child = new Child(program!, [
      ...["-js", "-sd", `${this.folder}/store`, "-a", "127.0.0.1", "-p", port],
      ...["--ports_file_dir", ports, ...this.flags],
    ]);
    for (let tries = 0; tries < TRIES; tries++) {
      for (const { name } of Deno.readDirSync(ports)) {
        const text = Deno.readTextFileSync(`${ports}/${name}`);
        if (text === "") continue;
        this.url = (JSON.parse(text) as { nats: string[] }).nats[0];
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Error(`nats-server does not begin: ${this.child.err}`);
  }

  async stop(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    this.child?.kill(signal);
    await this.child?.end();
    this.child = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
  }
}
