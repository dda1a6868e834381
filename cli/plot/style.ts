/**
 * How the picture looks: sizes, and for each series its colour, its dashes and its words.
 * Colours are near the palette of Okabe and Ito, darker, which people with any kind of colour
 * blindness can tell apart; dashes tell the lines apart without colour.
 * @module
 */
import type { SeriesName } from "../../replay/plot/course.ts";

export const WIDTH = 960;
export const LEFT = 62, RIGHT = 18;
export const FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
export const INK = "#222222", FAINT = "#666666", GRID = "#00000014";

/** Behind words that lie on lines and bands. */
export const HALO = { stroke: "#ffffff", strokeWidth: 3 };

export interface Stroke {
  readonly color: string;
  readonly dash: string;
  readonly width: number;
  readonly words: string;
}

/** In the order in which they are drawn: the last lies on top. */
export const STROKES: Readonly<Record<SeriesName, Stroke>> = {
  free: { color: "#0072b2", dash: "7 3", width: 1.8, words: "free memory" },
  held: { color: "#d98a00", dash: "2 2", width: 2.2, words: "held by the design" },
  dirty: { color: "#b0457f", dash: "9 2 2 2", width: 1.5, words: "dirty: logged, not merged yet" },
  remaining: { color: "#000000", dash: "none", width: 1.8, words: "remaining to be sent" },
};

export const HINT = { color: "#009e73", words: "hints, ▼ the first and the last" };
export const ROUND = { even: "#f3f5f8", odd: "#e4e9ef", words: "rounds of sending" };
export const PAUSE = { color: "#b03030", id: "paused", words: "guest paused (downtime)" };

/** Height of a panel's plot: many designs must not make the picture endless. */
export function plotHeight(panels: number): number {
  return panels <= 4 ? 190 : panels <= 8 ? 130 : 100;
}
