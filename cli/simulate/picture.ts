/**
 * The picture of `--svg`: the time course of each design, drawn by a program of its own (cli/plot).
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import { bytes, many, span } from "../../replay/text.ts";
import { Drawer, tryDrawer } from "../drawer.ts";
import { InputError } from "../errors.ts";
import { OutputFile } from "../files.ts";
import { note } from "../output.ts";
import type { Drawing } from "../plot/drawing.ts";
import type { Outcome } from "./run.ts";

const PROGRAM = "draw.ts";

/** The figures beside a design's name. */
function factsOf({ hints, figures, course }: Outcome): string {
  const { migration } = figures;
  const times = course?.hints ?? null;
  const between = times === null ? "" : ` from ${span(times.first)} to ${span(times.last)}`;
  return [
    `${bytes(migration.bytes)} sent in ${span(migration.totalNs)}`,
    many(migration.rounds, "round"),
    `downtime ${span(migration.downtimeNs)}`,
    ...(hints ? [`${many(figures.hints.read, "block")} hinted${between}`] : []),
  ].join(", ");
}

/** A picture that is to be drawn when all has run. */
export class Picture {
  private readonly file: OutputFile;

  private constructor(private readonly path: string) {
    this.file = new OutputFile(path);
  }

  /**
   * Finds out, before a long run, whether the picture can be drawn and written.
   * @throws InputError if it cannot
   */
  static async begin(path: string): Promise<Picture> {
    if (path === "-") {
      throw new InputError("--svg -: the table goes there; give the name of a file");
    }
    const picture = new Picture(path);
    try {
      await tryDrawer(PROGRAM, path);
      return picture;
    } catch (error) {
      picture[Symbol.dispose]();
      throw error;
    }
  }

  /** @throws InputError if there is nothing to draw, or it cannot be written */
  async finish(scenario: Scenario, outcomes: readonly Outcome[]): Promise<void> {
    const panels = outcomes.flatMap((outcome) =>
      outcome.course === null
        ? []
        : [{ name: outcome.design, facts: factsOf(outcome), course: outcome.course }]
    );
    if (panels.length === 0) {
      throw new InputError(`cannot draw ${this.path}: no migration begins in this scenario`);
    }
    const drawing: Drawing = {
      title: `${scenario.title || scenario.name} Guest ${scenario.guest.profile}, ` +
        `host ${scenario.host.name}, seed ${scenario.seed}.`,
      panels,
    };
    const { bytes: svg, failure } = await Drawer.start(PROGRAM).draw(JSON.stringify(drawing));
    if (failure !== null) throw new InputError(`cannot draw ${this.path}: ${failure}`);
    this.file.write(svg);
    this.file.commit();
    note(` svg    ${this.path}`);
  }

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}
