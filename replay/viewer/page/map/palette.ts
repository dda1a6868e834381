/**
 * Colours and patterns of the map's classes, for light and dark.
 * Kinds have the hues of Okabe and Ito, which people with any kind of colour blindness tell apart; rows
 * run from pale to strong in one hue; each class also has its sign and, where cells are large, a pattern.
 * @module
 */
import type { ReadingFacts, Tone } from "../../protocol.ts";

export type Theme = "light" | "dark";
export type Rgb = readonly [red: number, green: number, blue: number];

/** What lies around and between the cells. */
export const GROUND: Readonly<Record<Theme, Rgb>> = { light: [255, 255, 255], dark: [20, 23, 29] };

const NONE: Readonly<Record<Theme, Rgb>> = { light: [236, 238, 241], dark: [30, 34, 41] };
const QUIET: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [[205, 210, 217], [178, 184, 193], [224, 227, 231]],
  dark: [[66, 73, 84], [92, 100, 112], [48, 54, 63]],
};
const KINDS: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [
    [0, 114, 178],
    [230, 159, 0],
    [0, 158, 115],
    [204, 121, 167],
    [86, 180, 233],
    [240, 228, 66],
    [120, 94, 60],
    [90, 90, 160],
  ],
  dark: [
    [56, 152, 214],
    [230, 159, 0],
    [0, 178, 132],
    [214, 136, 178],
    [130, 204, 246],
    [240, 228, 66],
    [168, 138, 96],
    [142, 142, 214],
  ],
};
/** From pale to strong; in the dark from dim to bright. */
const RAMP: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [[214, 236, 228], [110, 194, 164], [0, 140, 102], [0, 74, 66]],
  dark: [[24, 58, 54], [0, 98, 78], [10, 146, 108], [88, 204, 164]],
};
const RAMP_2: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [[230, 226, 244], [176, 166, 220], [112, 98, 184], [58, 40, 118]],
  dark: [[46, 40, 78], [84, 72, 148], [124, 108, 198], [174, 158, 238]],
};
const ALARM: Readonly<Record<Theme, readonly Rgb[]>> = {
  light: [[213, 62, 0], [150, 0, 60]],
  dark: [[255, 106, 40], [255, 80, 130]],
};

/** By class, its colour. */
export function coloursOf(reading: ReadingFacts, theme: Theme): readonly Rgb[] {
  const seen: Record<Tone, number> = { none: 0, quiet: 0, kind: 0, ramp: 0, "ramp-2": 0, alarm: 0 };
  const length = (ramp: Tone): number => reading.classes.filter(({ tone }) => tone === ramp).length;
  return reading.classes.map(({ tone = "kind" }) => {
    const nth = seen[tone]++;
    switch (tone) {
      case "none":
        return NONE[theme];
      case "quiet":
        return QUIET[theme][nth % 3];
      case "alarm":
        return ALARM[theme][nth % 2];
      case "ramp":
        return along(RAMP[theme], partOf(nth, length(tone)));
      case "ramp-2":
        return along(RAMP_2[theme], partOf(nth, length(tone)));
      case "kind":
        return KINDS[theme][nth % KINDS[theme].length];
    }
  });
}

/** A ramp of one is neither pale nor strong; the palest is still no grey. */
function partOf(nth: number, length: number): number {
  return length < 2 ? 0.55 : 0.14 + 0.86 * nth / (length - 1);
}

function along(stops: readonly Rgb[], part: number): Rgb {
  const place = part * (stops.length - 1);
  const first = Math.min(Math.floor(place), stops.length - 2), rest = place - first;
  const from = stops[first], to = stops[first + 1];
  return [0, 1, 2].map((c) => Math.round(from[c] + (to[c] - from[c]) * rest)) as unknown as Rgb;
}

/** Patterns, by number, as the shader and the legend draw them. */
export const PATTERNS = 8;

/** By class, its pattern: none for what needs no look, and else no two neighbours alike. */
export function patternsOf(reading: ReadingFacts): readonly number[] {
  let next = 0;
  return reading.classes.map(({ tone = "kind" }) =>
    tone === "none" || tone === "quiet" ? 0 : 1 + next++ % (PATTERNS - 1)
  );
}

export function css([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Black or white: what is read better on a colour. */
export function inkOn([red, green, blue]: Rgb): Rgb {
  return red * 0.299 + green * 0.587 + blue * 0.114 > 140 ? [0, 0, 0] : [255, 255, 255];
}
