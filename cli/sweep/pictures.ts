/**
 * The pictures of `sweep --svg`: checked before anything runs, drawn when all is finished.
 * @module
 */
import { didYouMean } from "../command.ts";
import { Drawer, tryDrawer } from "../drawer.ts";
import { InputError } from "../errors.ts";
import { makeDirectory, OutputFile } from "../files.ts";
import { note } from "../output.ts";
import { sheetsOf } from "./drawings.ts";
import { BASELINE } from "./measures.ts";
import type { RunAxis, Runs } from "./runs.ts";
import type { Sensitivity } from "./sensitivity.ts";

const PROGRAM = "sweep/draw.ts";

/** What is drawn, before it has values. */
export type Drawable = Pick<Runs, "designs" | "axes">;

/** Two axes, by number: the one to the right, the one upwards. */
export type HeatAxes = readonly [number, number];

/**
 * The axes that `--heat a,b` names.
 * @throws InputError if they are not two that vary by themselves
 */
export function heatAxesOf(text: string, axes: readonly RunAxis[]): HeatAxes {
  const names = text.split(",").map((name) => name.trim());
  const known = axes.map(({ name }) => name);
  const found = names.map((name) => {
    const at = known.indexOf(name);
    if (at >= 0) return at;
    throw new InputError(
      `--heat ${text}: unknown axis "${name}"${didYouMean(name, known)} (there are: ${
        known.join(", ")
      })`,
    );
  });
  if (found.length !== 2 || found[0] === found[1]) {
    throw new InputError(`--heat ${text}: expected two axes, as in --heat ${known.slice(0, 2)}`);
  }
  const [a, b] = found;
  if (axes[a].along === axes[b].along) {
    throw new InputError(`--heat ${text}: ${known[b]} and ${known[a]} go along with each other`);
  }
  return [a, b];
}

/** The two axes that explain most of what is saved, over all designs; null if there are no two. */
export function tellingAxes({ figures }: Sensitivity, axes: readonly RunAxis[]): HeatAxes | null {
  const leading = axes.map((_, at) => at).filter((at) => axes[at].along === at);
  if (leading.length < 2) return null;
  const { designs } = figures[0];
  const weight = leading.map((_, at) =>
    designs.reduce((sum, shares) => sum + (shares?.axes[at] ?? 0), 0)
  );
  const [a, b] = leading.map((_, at) => at).sort((a, b) => weight[b] - weight[a] || a - b);
  return [leading[a], leading[b]];
}

/** Pictures that are to be drawn when all has run: the program that draws them waits. */
export class Pictures {
  private constructor(
    private readonly folder: string,
    private readonly drawer: Drawer,
    private readonly heat: HeatAxes | null,
  ) {}

  /**
   * Finds out, before a long run, whether the pictures can be drawn and written.
   * @param heat the value of `--heat`
   * @throws InputError if they cannot
   */
  static async begin(
    folder: string,
    { designs, axes }: Drawable,
    heat: string | undefined,
  ): Promise<Pictures> {
    if (folder === "-") {
      throw new InputError("--svg -: the tables go there; give the name of a folder");
    }
    if (!designs.includes(BASELINE)) {
      throw new InputError(
        `--svg ${folder}: what is saved is drawn against design ${BASELINE}, which this sweep does not run`,
      );
    }
    const chosen = heat === undefined ? null : heatAxesOf(heat, axes);
    await tryDrawer(PROGRAM, folder);
    makeDirectory(folder);
    return new Pictures(folder.replace(/(?<=.)\/+$/, ""), Drawer.start(PROGRAM), chosen);
  }

  /**
   * Draws, and writes a file for each picture.
   * @returns their paths
   * @throws InputError if they cannot be written
   */
  async finish(runs: Runs, title: string, sensitivity: Sensitivity): Promise<string[]> {
    const heat = this.heat ?? tellingAxes(sensitivity, runs.axes);
    const sheets = sheetsOf(runs, title, heat);
    const { bytes, failure } = await this.drawer.draw(JSON.stringify(sheets));
    if (failure !== null) throw new InputError(`cannot draw ${this.folder}: ${failure}`);
    const pictures = JSON.parse(new TextDecoder().decode(bytes)) as string[];
    return pictures.map((svg, at) => {
      const path = `${this.folder}/${sheets[at].kind}.svg`;
      using file = new OutputFile(path);
      file.write(new TextEncoder().encode(svg));
      file.commit();
      note(` svg    ${path}`);
      return path;
    });
  }

  /** Ends the program that draws, if it still waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.drawer.end();
  }
}
