/**
 * Saving against each axis: a row of panels for each design, a column for each axis.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { FAINT, GRID, INK, WIDTH } from "../style.ts";
import { element, text } from "../svg.ts";
import type { SavingSheet, Spot } from "./drawing.ts";
import { percent, SheetPaper } from "./sheet.ts";

const NAMES = 176, RIGHT = 8, GAP = 10; // pixels: names and ticks on the left
const ROW = 66, TOP = 14, BOTTOM = 38;
const Y_TICKS = 2, ASIDE = 4; // bytes stand so many pixels left of the value, time right of it

/** One of the two things that are saved: its marks differ in shape, dash and colour. */
interface Thing {
  readonly key: "bytes" | "time";
  readonly words: string;
  readonly color: string;
  readonly dash: string;
  readonly symbol: "circle" | "square";
  readonly filled: boolean;
  readonly dx: number;
}

const THINGS: readonly Thing[] = [
  {
    key: "bytes",
    words: "bytes sent",
    color: "#0072b2",
    dash: "none",
    symbol: "circle",
    filled: true,
    dx: -ASIDE,
  },
  {
    key: "time",
    words: "total time",
    color: "#b0457f",
    dash: "3 2",
    symbol: "square",
    filled: false,
    dx: ASIDE,
  },
];

interface Point extends Spot {
  readonly design: string;
  readonly value: string;
}

function pointsOf(sheet: SavingSheet, key: Thing["key"], axis: number): Point[] {
  return sheet.designs.flatMap(({ name, [key]: spots }) =>
    spots[axis].flatMap((spot, at) =>
      spot === null ? [] : [{ ...spot, design: name, value: sheet.axes[axis].values[at] }]
    )
  );
}

function marksOf(sheet: SavingSheet, axis: number, thing: Thing): Plot.Markish[] {
  const { key, words, color, dash, symbol, filled, dx } = thing;
  const points = pointsOf(sheet, key, axis);
  const place = { x: "value", fy: "design", dx } as const;
  return [
    Plot.ruleX(points, { ...place, y1: "low", y2: "high", stroke: color, strokeOpacity: 0.6 }),
    Plot.line(points, {
      ...place,
      y: "median",
      stroke: color,
      strokeWidth: 1.6,
      strokeDasharray: dash,
      z: "design",
    }),
    Plot.dot(points, {
      ...place,
      y: "median",
      symbol,
      r: 2.6,
      stroke: color,
      fill: filled ? color : "#ffffff",
      title: ({ design, value, median, low, high }: Point) =>
        `${design}, ${sheet.axes[axis].name} ${value}: ${percent(median)} of ${words} saved (${
          percent(low)
        } to ${percent(high)})`,
    }),
  ];
}

/** Where the saving begins and ends, over all panels. */
function domainOf({ designs }: SavingSheet): [number, number] {
  const spots = designs.flatMap(({ bytes, time }) => [...bytes.flat(), ...time.flat()]);
  const low = Math.min(0, ...spots.map((spot) => spot?.low ?? 0));
  const high = Math.max(0.1, ...spots.map((spot) => spot?.high ?? 0));
  return [Math.floor(low * 20) / 20, Math.ceil(high * 20) / 20];
}

function columnOf(
  document: Document,
  sheet: SavingSheet,
  axis: number,
  width: number,
  domain: readonly [number, number],
): Element {
  const isFirst = axis === 0, left = isFirst ? NAMES : 0;
  const { label, values } = sheet.axes[axis];
  const names = sheet.designs.map(({ name }) => name);
  return Plot.plot({
    document,
    width: left + width,
    height: TOP + ROW * names.length + BOTTOM,
    marginLeft: left,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: "point", domain: values, padding: 0.6, axis: null },
    y: { domain, axis: null },
    fy: { domain: names, padding: 0.12, axis: null },
    marks: [
      Plot.frame({ stroke: GRID }),
      Plot.gridY({ ticks: Y_TICKS, stroke: GRID, strokeOpacity: 1 }),
      Plot.ruleY([0], { stroke: FAINT }),
      ...THINGS.flatMap((thing) => marksOf(sheet, axis, thing)),
      Plot.axisX({
        anchor: "bottom",
        tickSize: 3,
        label,
        labelAnchor: "center",
        labelArrow: "none",
      }),
      ...(isFirst
        ? [
          Plot.axisY({
            ticks: Y_TICKS,
            tickSize: 3,
            label: null,
            tickFormat: (share: number) => `${Math.round(share * 100)} %`,
          }),
          Plot.text(names, {
            fy: (name: string) => name,
            text: (name: string) => name,
            frameAnchor: "left",
            textAnchor: "start",
            dx: -NAMES + 14,
            fill: INK,
            fontWeight: "bold",
          }),
        ]
        : []),
    ],
  }) as unknown as Element;
}

/** What bytes and time look like. */
function legend(document: Document, x: number, y: number): Element {
  const group = element(document, "g", { transform: `translate(${x},${y})` });
  THINGS.forEach(({ words, color, dash, symbol, filled }, at) => {
    const entry = element(document, "g", { transform: `translate(${at * 150},0)` });
    const look = { stroke: color, fill: filled ? color : "#ffffff" };
    entry.append(
      element(document, "line", {
        x2: 30,
        stroke: color,
        "stroke-width": 1.6,
        "stroke-dasharray": dash,
      }),
      element(document, "line", {
        x1: 15,
        x2: 15,
        y1: -8,
        y2: 8,
        stroke: color,
        "stroke-opacity": 0.6,
      }),
      symbol === "circle"
        ? element(document, "circle", { cx: 15, r: 2.6, ...look })
        : element(document, "rect", { x: 12.7, y: -2.3, width: 4.6, height: 4.6, ...look }),
      text(document, words, { x: 38, y: 4, "font-size": 12, fill: INK }),
    );
    group.append(entry);
  });
  return group;
}

const LEGEND_HEIGHT = 14;

export function savingOf(document: Document, sheet: SavingSheet): Element {
  const paper = new SheetPaper(document, sheet.title, sheet.note);
  paper.put(legend(document, 0, 0), 14, paper.y + LEGEND_HEIGHT / 2);
  const top = paper.y + LEGEND_HEIGHT, domain = domainOf(sheet), columns = sheet.axes.length;
  const width = (WIDTH - NAMES - GAP) / columns;
  sheet.axes.forEach((_, axis) => {
    const x = axis === 0 ? 0 : NAMES + axis * width;
    paper.put(columnOf(document, sheet, axis, width, domain), x, top);
  });
  return paper.finish(LEGEND_HEIGHT + TOP + ROW * sheet.designs.length + BOTTOM);
}
