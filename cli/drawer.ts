/**
 * The programs that draw (cli/plot), as processes of their own: what they are given, what they give back.
 * @module
 */
import { InputError, systemError } from "./errors.ts";

const FOLDER = `${import.meta.dirname}/plot`;

/** A drawing, or why there is none. */
export interface Drawn {
  readonly bytes: Uint8Array;
  readonly failure: string | null;
}

/** A program that draws, begun: without any permission, on the packages that its lock names. */
export class Drawer {
  private isUsed = false;

  private constructor(private readonly child: Deno.ChildProcess) {}

  /**
   * @param program below cli/plot
   * @throws InputError if it cannot be started
   */
  static start(program: string): Drawer {
    try {
      return new Drawer(
        new Deno.Command(Deno.execPath(), {
          args: [
            "run",
            "--quiet",
            "--no-prompt",
            "--frozen",
            `--config=${FOLDER}/deno.json`,
            `--lock=${FOLDER}/deno.lock`,
            `${FOLDER}/${program}`,
          ],
          env: { NO_COLOR: "1" },
          stdin: "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn(),
      );
    } catch (error) {
      throw systemError(error, "start the program that draws") ?? error;
    }
  }

  /** Gives it what to draw and waits for the drawing. Nothing is drawn of nothing. */
  async draw(input: string): Promise<Drawn> {
    this.isUsed = true;
    // A program that ends before it has read all says why on standard error.
    const fed = new Blob([input]).stream().pipeTo(this.child.stdin).catch(() => {});
    const { success, stdout, stderr } = await this.child.output();
    await fed;
    const failure = success ? null : reasonOf(new TextDecoder().decode(stderr));
    return { bytes: stdout, failure };
  }

  /** Ends it if nothing was drawn. */
  async end(): Promise<void> {
    if (!this.isUsed) await this.draw("");
  }
}

/**
 * Finds out whether a program that draws has its packages.
 * @param what is to be drawn, for the error
 * @throws InputError if it has not, or cannot be started
 */
export async function tryDrawer(program: string, what: string): Promise<void> {
  const { failure } = await Drawer.start(program).draw("");
  if (failure === null) return;
  throw new InputError(
    `cannot draw ${what}: the packages that draw cannot be had from npm (${failure}); ` +
      `try again where npm can be reached, or without --svg`,
  );
}

/** The line of what Deno said that names the error. */
function reasonOf(said: string): string {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return lines.find((line) => /^error/i.test(line))?.replace(/^error: */i, "") ?? lines[0] ??
    "it says nothing";
}
