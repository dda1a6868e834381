/**
 * How curves and spans look, for light and dark: hues that people with any kind of colour blindness tell
 * apart, and for curves dashes as well.
 * @module
 */
import type { SpanLane } from "../../protocol.ts";
import type { Theme } from "../map/palette.ts";

export interface Stroke {
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
}

const BY_NAME: Readonly<Record<string, readonly [light: string, dark: string, dash: number[]]>> = {
  free: ["#0072b2", "#56b4e9", [7, 3]],
  held: ["#c67f00", "#e69f00", [2, 2]],
  dirty: ["#b0457f", "#e28bbd", [9, 2, 2, 2]],
  remaining: ["#1b1f27", "#e8ecf2", []],
  sent: ["#007a58", "#2fc795", [12, 3]],
  bytes: ["#007a58", "#2fc795", [12, 3]],
};
const OTHERS: readonly (readonly [light: string, dark: string, dash: number[]])[] = [
  ["#c23b00", "#ff7a3d", [4, 4]],
  ["#6a5a3c", "#c2a878", [1, 3]],
  ["#5a5aa0", "#a6a6ea", [10, 4, 1, 4]],
];

export function strokeOf(name: string, nth: number, theme: Theme): Stroke {
  const known = Object.entries(BY_NAME).find(([word]) => name.toLowerCase().includes(word))?.[1];
  const [light, dark, dash] = known ?? OTHERS[nth % OTHERS.length];
  return { colour: theme === "light" ? light : dark, dash, width: 1.6 };
}

const SPANS: Readonly<Record<Theme, readonly string[]>> = {
  light: ["#7fb2d6", "#e69f00", "#009e73", "#cc79a7", "#d53e00", "#8a7a4e", "#5a5aa0", "#56b4e9"],
  dark: ["#3d6f96", "#c98b00", "#00a37a", "#c9719f", "#ff6a28", "#a08d58", "#8585d6", "#6fc1f0"],
};
const FIRST: Readonly<Record<SpanLane["group"], number>> = {
  rounds: 0,
  hints: 2,
  guest: 3,
  cpus: 0,
  locks: 1,
  waits: 4,
};

/** From top to bottom. */
export const GROUPS = ["rounds", "hints", "guest", "cpus", "locks", "waits"] as const;
/** The deeper the context, the lower the span. */
const HEIGHTS: readonly (readonly [context: RegExp, height: number])[] = [
  [/softirq/, 0.72],
  [/hardirq/, 0.5],
  [/nmi/, 0.34],
];

/** A span's colour by its group and its word, and the part of the lane's height that it fills. */
export function spanLook(
  { group, words }: SpanLane,
  word: number,
  theme: Theme,
): readonly [colour: string, height: number] {
  const colours = SPANS[theme], text = words[word] ?? "";
  const height = HEIGHTS.find(([context]) => context.test(text))?.[1] ?? 1;
  return [colours[(FIRST[group] + word) % colours.length], height];
}
