/**
 * What the guest notices against what is saved: a panel for each thing that it notices, a mark for each
 * design, its name beside it.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { FAINT, GRID, INK, WIDTH } from "../style.ts";
import { element, text, wrapped } from "../svg.ts";
import type { TradeSheet } from "./drawing.ts";
import { percent, SheetPaper } from "./sheet.ts";

const LEFT = 62, NAMES = 212, TOP = 30, HEIGHT = 200, BOTTOM = 40;
const LINE = 13, NAME_CHARS = 34; // pixels between two lines of names, and their length
const NEAR = 3; // pixels: marks that are nearer to each other share their line of names
const Y_TICKS = 5, EDGE = 0.02;
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

/**
 * Where names stand so that none covers another: as near to their marks as the others let them.
 * @param wanted in the order from above
 */
export function spaced(
  wanted: readonly number[],
  from: number,
  until: number,
  step: number,
): number[] {
  const places: number[] = [];
  for (const place of wanted) places.push(Math.max(place, (places.at(-1) ?? from - step) + step));
  let last = until;
  for (let at = places.length - 1; at >= 0; at--) {
    places[at] = Math.min(places[at], last);
    last = places[at] - step;
  }
  return places;
}

type Scale = TradeSheet["panels"][number]["scale"];

function yDomain(marks: readonly Mark[], scale: Scale): [number, number] {
  const low = Math.min(...marks.map(({ yLow }) => yLow));
  const high = Math.max(...marks.map(({ yHigh }) => yHigh));
  if (scale === "log") return [low / 1.4, high * 1.4];
  return scale === "symlog" ? [0, Math.max(1, high * 1.2)] : [0, Math.max(1, high)];
}

const DECADES = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

/** Where the y axis has ticks: scales that are not linear get few round ones. */
function ticksOf(scale: Scale, [low, high]: readonly [number, number]): number[] | number {
  if (scale === "linear") return Y_TICKS;
  const factors = scale === "log" && high / low > 100 ? [1] : [1, 2, 5];
  const ticks = DECADES.flatMap((decade) => factors.map((factor) => factor * 10 ** decade));
  const whole = scale === "symlog" ? [0, ...ticks.filter((tick) => tick >= 1)] : ticks;
  return whole.filter((tick) => tick >= low && tick <= high);
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
  const domain = yDomain(marks, scale), ticks = ticksOf(scale, domain);
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
    y: { type: scale, domain, axis: null },
    marks: [
      Plot.gridX({ stroke: GRID, strokeOpacity: 1 }),
      Plot.gridY({ ticks, stroke: GRID, strokeOpacity: 1 }),
      Plot.ruleY(marks, { y: "y", x1: "xLow", x2: "xHigh", stroke: COLOR, strokeOpacity: 0.2 }),
      Plot.ruleX(marks, { x: "x", y1: "yLow", y2: "yHigh", stroke: COLOR, strokeOpacity: 0.5 }),
      Plot.axisX({
        tickSize: 3,
        label: sheet.xLabel,
        labelAnchor: "center",
        labelArrow: "none",
        tickFormat: (share: number) => `${Math.round(share * 100)} %`,
      }),
      Plot.axisY({ ticks, tickSize: 3, label: null, tickFormat: tick }),
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

/** Marks that lie on each other, and their place in pixels. */
interface Heap {
  readonly x: number;
  readonly y: number;
  readonly names: string[];
}

function heapsOf(marks: readonly Mark[], plot: ReturnType<typeof Plot.plot>): Heap[] {
  const xOf = plot.scale("x")!.apply, yOf = plot.scale("y")!.apply, heaps: Heap[] = [];
  for (const { name, ...mark } of marks) {
    const x = xOf(mark.x), y = yOf(mark.y);
    const near = heaps.find((heap) => Math.hypot(heap.x - x, heap.y - y) <= NEAR);
    if (near === undefined) heaps.push({ x, y, names: [name] });
    else near.names.push(name);
  }
  // Lines to names below their marks do not cross if the rightmost mark's is the uppermost; above, the last.
  const level = ({ y }: Heap): number => Math.round(y / NEAR);
  const down = ({ y }: Heap): number => y < TOP + HEIGHT / 2 ? -1 : 1;
  return heaps.sort((a, b) => level(a) - level(b) || down(a) * (a.x - b.x));
}

/** Names in lines that the margin has room for. */
const linesOf = (names: readonly string[]): string[] => wrapped(names.join(", "), NAME_CHARS);

/** Writes the names on the right, each with a line to its mark. */
function named(
  document: Document,
  svg: Element,
  marks: readonly Mark[],
  plot: ReturnType<typeof Plot.plot>,
): Element {
  const heaps = heapsOf(marks, plot), edge = WIDTH - NAMES;
  const lines = heaps.flatMap(({ y, names }, heap) =>
    linesOf(names).map((words, at) => ({ words, heap, isFirst: at === 0, y: y + at * LINE }))
  );
  const places = spaced(lines.map(({ y }) => y), TOP - 14, TOP + HEIGHT + 20, LINE);
  lines.forEach(({ words, heap, isFirst }, at) => {
    if (isFirst) {
      const { x, y } = heaps[heap];
      svg.append(
        element(document, "path", {
          d: `M${x + 5},${y}L${edge},${places[at]}h12`,
          fill: "none",
          stroke: FAINT,
          "stroke-opacity": 0.5,
        }),
      );
    }
    const place = { x: edge + 16, y: places[at] + 4, fill: INK, "text-anchor": "start" };
    svg.append(text(document, words, place));
  });
  return svg;
}

export function tradeOf(document: Document, sheet: TradeSheet): Element {
  const paper = new SheetPaper(document, sheet.title, sheet.note);
  const savings = sheet.designs.map(({ saving }) => saving);
  const low = Math.min(0, ...savings.map((spot) => spot.low));
  const high = Math.max(0.1, ...savings.map((spot) => spot.high));
  const xDomain = [low - EDGE, high + EDGE] as const, height = TOP + HEIGHT + BOTTOM;
  sheet.panels.forEach((panel, at) => {
    paper.put(panelOf(document, sheet, panel, xDomain), 0, paper.y + at * height);
  });
  return paper.finish(sheet.panels.length * height);
}
