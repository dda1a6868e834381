/**
 * Draws the figures of one trial: a line of text each, and below it a bar, or before it a mark.
 * @module
 */
import type { Figure } from "../../../replay/claims/claim.ts";
import { figureText } from "../report.ts";
import type { Chart } from "./charts.ts";
import { type Markup, markup, NOTHING } from "./html.ts";

//   total time with hints          247 ms     a line of text
//   ▇▇▇▇▇▇▇▇▇▇                                its bar, on a track that ends at the scale's end
const WIDTH = 360, LINE = 15, BAR = 9, ROW = 32, MARK_ROW = 22, GAP = 12;
/** A bar of something is never so short that it looks like none. */
const SHORTEST = 2;

const SIGN = /^[~!]/;
/** How bars look, by the sign before a figure's name. */
const LOOKS: Readonly<Record<string, string>> = { "~": "baseline", "!": "harm" };

/** The figure of a name. @throws RangeError if there is none: the chart is not this claim's */
export function figureOf(figures: readonly Figure[], name: string): Figure {
  const found = figures.find((figure) => figure.name === name.replace(SIGN, ""));
  if (found !== undefined) return found;
  throw new RangeError(`Cannot draw ${name}: the claim has no such figure`);
}

/** The largest value of a chart in any of the trials: where its scale ends. */
export function scaleOf({ names }: Chart, trials: readonly (readonly Figure[])[]): number {
  return Math.max(
    1,
    ...trials.flatMap((figures) => names.map((name) => figureOf(figures, name).value)),
  );
}

/** How long a bar is. */
export const lengthOf = (value: number, scale: number): number =>
  value <= 0 ? 0 : Math.max(SHORTEST, Math.round(value / scale * WIDTH * 10) / 10);

const words = (y: number, figure: Figure, x = 0): Markup =>
  markup`<text x="${x}" y="${y}">${figure.label}</text>
<text class="value" x="${WIDTH}" y="${y}">${figureText(figure)}</text>`;

const group = ({ name, value }: Figure, parts: readonly Markup[]): Markup =>
  markup`<g data-figure="${name}" data-value="${value}">${parts}</g>`;

function bar(figure: Figure, look: string, top: number, scale: number): Markup {
  const y = top + LINE + 3, length = lengthOf(figure.value, scale);
  const track = markup`<path class="track" d="M0 ${y + BAR}H${WIDTH}"/>`;
  const drawn = markup`<rect class="${look}" y="${y}" width="${length}" height="${BAR}"/>`;
  return group(figure, [words(top + LINE - 3, figure), track, length === 0 ? NOTHING : drawn]);
}

function mark(figure: Figure, top: number): Markup {
  const y = top + 4, isFault = figure.value > 0;
  const [look, path] = isFault
    ? ["cross", `M1 ${y}l10 10m0 -10l-10 10`]
    : ["tick", `M1 ${y + 6}l4 4l7 -10`];
  const sign = markup`<path class="${look}" d="${path}"/>`;
  return group(figure, [sign, words(top + LINE - 1, figure, 22)]);
}

/** What a drawing says, for those who cannot see it. */
const spoken = (figures: readonly Figure[]): string =>
  figures.map((figure) => `${figure.label}: ${figureText(figure)}`).join("; ");

/**
 * Draws a trial.
 * @param scales where each chart's scale ends, the same in all trials of a claim
 */
export function drawingOf(
  title: string,
  figures: readonly Figure[],
  charts: readonly Chart[],
  scales: readonly number[],
): Markup {
  const drawn: Figure[] = [], parts: Markup[] = [];
  let top = 0;
  charts.forEach(({ kind, names }, at) => {
    if (at > 0) top += GAP;
    for (const name of names) {
      const figure = figureOf(figures, name);
      drawn.push(figure);
      parts.push(
        kind !== "faults"
          ? bar(figure, LOOKS[name[0]] ?? "bar", top, scales[at])
          : mark(figure, top),
      );
      top += kind !== "faults" ? ROW : MARK_ROW;
    }
  });
  return markup`<svg role="img" viewBox="0 0 ${WIDTH} ${top}">
<title>${title}</title>
<desc>${spoken(drawn)}</desc>
${parts}
</svg>`;
}
