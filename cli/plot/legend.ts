/**
 * The legend: what each line, band and mark is, in two rows.
 * @module
 */
import { HINT, INK, PAUSE, ROUND, STROKES } from "./style.ts";
import { element, text } from "./svg.ts";

export const LEGEND_HEIGHT = 42;
const ROW = 18, COLUMN = 228, SAMPLE = 30;

type Attributes = Readonly<Record<string, string | number>>;

/** A row of samples, each a few shapes and words. */
function row(
  document: Document,
  entries: readonly { shapes: readonly [string, Attributes][]; words: string }[],
  y: number,
): Element {
  const group = element(document, "g", { transform: `translate(0,${y})` });
  entries.forEach(({ shapes, words }, at) => {
    const entry = element(document, "g", { transform: `translate(${at * COLUMN},0)` });
    for (const [name, attributes] of shapes) entry.append(element(document, name, attributes));
    entry.append(text(document, words, { x: SAMPLE + 7, y: 4, "font-size": 12, fill: INK }));
    group.append(entry);
  });
  return group;
}

export function legend(document: Document, x: number, y: number): Element {
  const group = element(document, "g", { transform: `translate(${x},${y})` });
  const lines = Object.values(STROKES).map(({ color, dash, width, words }) => ({
    shapes: [["line", {
      x2: SAMPLE,
      stroke: color,
      "stroke-width": width + 0.4,
      "stroke-dasharray": dash,
    }]] as [string, Attributes][],
    words,
  }));
  const box = { y: -6, height: 12 };
  const marks: { shapes: [string, Attributes][]; words: string }[] = [
    {
      shapes: [
        ["rect", { ...box, width: SAMPLE / 2, fill: ROUND.odd }],
        ["rect", { ...box, x: SAMPLE / 2, width: SAMPLE / 2, fill: ROUND.even }],
      ],
      words: ROUND.words,
    },
    {
      shapes: [["rect", { ...box, width: SAMPLE, fill: `url(#${PAUSE.id})` }]],
      words: PAUSE.words,
    },
    {
      shapes: [["rect", { y: -2, height: 5, width: SAMPLE, fill: HINT.color }]],
      words: HINT.words,
    },
  ];
  group.append(row(document, lines, 8), row(document, marks, 8 + ROW));
  return group;
}
