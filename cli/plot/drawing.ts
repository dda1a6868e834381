/**
 * What is drawn, as `simulate` hands it to `draw.ts`: JSON on standard input.
 * @module
 */
import type { Course } from "../../replay/plot/course.ts";

/** One design: a panel. */
export interface Panel {
  readonly name: string;
  /** A line of figures beside the name. */
  readonly facts: string;
  readonly course: Course;
}

export interface Drawing {
  readonly title: string;
  readonly panels: readonly Panel[];
}
