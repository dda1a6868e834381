/**
 * What the guest notices against what is saved: a panel for each thing that it notices, a mark for each
 * design, its name beside it.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { FAINT, GRID, INK, WIDTH } from "../style.ts";
import { element, text } from "../svg.ts";
import type { TradeSheet } from "./drawing.ts";
import { percent, SheetPaper } from "./sheet.ts";

const LEFT = 62, NAMES = 170, TOP = 30, HEIGHT = 200, BOTTOM = 40;
const LINE = 13; // pixels between two names
const COLOR = "#0072b2";

interface Mark {
  readonly name: string;
  readonly x: number;
  readonly xLow: number;
  readonly xHigh: number;
  readonly y: number;
  readonly yLow: number;
  readonly yHigh: number;
}

function marksOf({ designs }: TradeSheet, { spots }: TradeSheet["panels"][number]): Mark[] {
  return designs.map(({ name, saving }, at) => ({
    name,
    x: saving.median,
    xLow: saving.low,
    xHigh: saving.high,
    y: spots[at].median,
    yLow: spots[at].low,
    yHigh: spots[at].high,
  }));
}

/** Where names stand so that none covers another: as near to their marks as the others let them. */
export function spaced(
  wanted: readonly number[],
  from: number,
  until: number,
  step: number,
): number[] {
  const order = wanted.map((_, at) => at).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const places = new Array<number>(wanted.length);
  let next = from;
  for (const at of order) {
    places[at] = Math.max(next, wanted[at]);
    next = places[at] + step;
  }
  let last = until;
  for (const at of order.reverse()) {
    places[at] = Math.min(places[at], last);
    last = places[at] - step;
  }
  return places;
}

function yDomain(marks: readonly Mark[], scale: string): [number, number] {
  const low = Math.min(...marks.map(({ yLow }) => yLow));
  const high = Math.max(...marks.map(({ yHigh }) => yHigh));
  if (scale === "log") return [low / 1.4, high * 1.4];
  return scale === "symlog" ? [0, Math.max(1, high * 1.2)] : [0, Math.max(1, high)];
}

function panelOf(
  document: Document,
  sheet: TradeSheet,
  panel: TradeSheet["panels"][number],
  xDomain: readonly [number, number],
): Element {
  const marks = marksOf(sheet, panel), { label, scale, unit } = panel;
  const said = (value: number): string =>
    unit === "%"
      ? percent(value)
      : `${Number(value.toPrecision(3))}${unit === "" ? "" : ` ${unit}`}`;
  const y: Plot.ScaleOptions = { type: scale, domain: yDomain(marks, scale) };
  const tick = (value: number): string =>
    unit === "%" ? `${Math.round(value * 100)} %` : String(Number(value.toPrecision(2)));
  const plot = Plot.plot({
    document,
    width: WIDTH,
    height: TOP + HEIGHT + BOTTOM,
    marginLeft: LEFT,
    marginRight: NAMES,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { domain: xDomain, axis: null },
    y: { ...y, axis: null },
    marks: [
      Plot.gridX({ stroke: GRID, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: GRID, strokeOpacity: 1 }),
      Plot.ruleY(marks, { y: "y", x1: "xLow", x2: "xHigh", stroke: COLOR, strokeOpacity: 0.2 }),
      Plot.ruleX(marks, { x: "x", y1: "yLow", y2: "yHigh", stroke: COLOR, strokeOpacity: 0.45 }),
      Plot.axisX({
        tickSize: 3,
        label: sheet.xLabel,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: (share: number) => `${Math.round(share * 100)} %`,
      }),
      Plot.axisY({ ticks: 5, tickSize: 3, label: null, tickFormat: tick }),
      Plot.text([label], {
        frameAnchor: "top-left",
        dx: -LEFT + 14,
        dy: -18,
        text: (words: string) => words,
        textAnchor: "start",
        fontWeight: "bold",
        fill: INK,
      }),
      Plot.dot(marks, {
        x: "x",
        y: "y",
        r: 4,
        stroke: COLOR,
        fill: "#ffffff",
        strokeWidth: 1.6,
        title: ({ name, x, xLow, xHigh, y, yLow, yHigh }: Mark) =>
          `${name}: ${percent(x)} saved (${percent(xLow)} to ${percent(xHigh)}), ${label}: ${
            said(y)
          } (${said(yLow)} to ${said(yHigh)})`,
      }),
    ],
  });
  return named(document, plot as unknown as Element, marks, plot);
}

/** Writes the names on the right, each with a line to its mark. */
function named(
  document: Document,
  svg: Element,
  marks: readonly Mark[],
  plot: ReturnType<typeof Plot.plot>,
): Element {
  const xOf = plot.scale("x")!.apply, yOf = plot.scale("y")!.apply;
  const places = spaced(marks.map(({ y }) => yOf(y)), TOP - 14, TOP + HEIGHT + 20, LINE);
  const edge = WIDTH - NAMES;
  marks.forEach(({ name, x, y }, at) => {
    svg.append(
      element(document, "path", {
        d: `M${xOf(x) + 5},${yOf(y)}L${edge},${places[at]}h12`,
        fill: "none",
        stroke: FAINT,
        "stroke-opacity": 0.45,
      }),
      text(document, name, { x: edge + 16, y: places[at] + 4, fill: INK }),
    );
  });
  return svg;
}

export function tradeOf(document: Document, sheet: TradeSheet): Element {
  const paper = new SheetPaper(document, sheet.title, sheet.note);
  const savings = sheet.designs.map(({ saving }) => saving);
  const low = Math.min(0, ...savings.map((spot) => spot.low));
  const high = Math.max(0.1, ...savings.map((spot) => spot.high));
  const xDomain = [low - 0.02, high + 0.02] as const, height = TOP + HEIGHT + BOTTOM;
  sheet.panels.forEach((panel, at) => {
    paper.put(panelOf(document, sheet, panel, xDomain), 0, paper.y + at * height);
  });
  return paper.finish(sheet.panels.length * height);
}
