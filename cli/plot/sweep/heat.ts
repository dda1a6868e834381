/**
 * Saving over two axes: a panel for each design, a cell for each pair of values with its figures in it.
 * @module
 */
import * as Plot from "@observablehq/plot";
import { INK, WIDTH } from "../style.ts";
import type { HeatSheet, Spot } from "./drawing.ts";
import { percent, SheetPaper } from "./sheet.ts";

const COLUMNS = 3, LEFT = 62, RIGHT = 10, TOP = 24, BOTTOM = 40, CELL = 38;
const PALE = "#eef3f8", DEEP = "#0b5c94", MISSING = "#dddddd";
/** From this share of the deepest colour on, words are white. */
const WHITE_FROM = 0.55;

interface Cell extends Spot {
  readonly x: string;
  readonly y: string;
}

function cellsOf({ x, y }: HeatSheet, cells: HeatSheet["panels"][number]["cells"]): Cell[] {
  return cells.flatMap((row, atY) =>
    row.flatMap((spot, atX) =>
      spot === null ? [] : [{ ...spot, x: x.values[atX], y: y.values[atY] }]
    )
  );
}

const whole = (share: number): string => String(Math.round(share * 100) + 0); // no -0

function panelOf(
  document: Document,
  sheet: HeatSheet,
  { name, cells }: HeatSheet["panels"][number],
  width: number,
  most: number,
): Element {
  const { x, y } = sheet, data = cellsOf(sheet, cells);
  const inked = (wantsWhite: boolean) => ({ median }: Cell): boolean =>
    (median / most >= WHITE_FROM) === wantsWhite;
  const words = (dy: number, text: (cell: Cell) => string, size: number) =>
    [true, false].map((wantsWhite) =>
      Plot.text(data.filter(inked(wantsWhite)), {
        x: "x",
        y: "y",
        dy,
        text,
        fontSize: size,
        fill: wantsWhite ? "#ffffff" : INK,
      })
    );
  return Plot.plot({
    document,
    width,
    height: TOP + CELL * y.values.length + BOTTOM,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: "band", domain: x.values, padding: 0.03, axis: null },
    y: { type: "band", domain: [...y.values].reverse(), padding: 0.03, axis: null },
    color: {
      type: "linear",
      domain: [0, most],
      range: [PALE, DEEP],
      clamp: true,
      unknown: MISSING,
    },
    marks: [
      Plot.cell(data, {
        x: "x",
        y: "y",
        fill: "median",
        title: ({ x: atX, y: atY, median, low, high }: Cell) =>
          `${name}, ${x.name} ${atX}, ${y.name} ${atY}: ${percent(median)} saved (${
            percent(low)
          } to ${percent(high)})`,
      }),
      ...words(-6, ({ median }) => `${whole(median)} %`, 12),
      ...words(9, ({ low, high }) => `${whole(low)} to ${whole(high)}`, 9.5),
      Plot.axisX({ tickSize: 0, label: x.label, labelAnchor: "center", labelArrow: "none" }),
      Plot.axisY({ tickSize: 0, label: y.label, labelAnchor: "center", labelArrow: "none" }),
      Plot.text([name], {
        frameAnchor: "top-left",
        dy: -16,
        text: (words: string) => words,
        textAnchor: "start",
        fontWeight: "bold",
        fontSize: 13,
        fill: INK,
      }),
    ],
  }) as unknown as Element;
}

export function heatOf(document: Document, sheet: HeatSheet): Element {
  const paper = new SheetPaper(document, sheet.title, sheet.note);
  const most = Math.max(
    0.01,
    ...sheet.panels.flatMap(({ cells }) => cells.flat().map((spot) => spot?.median ?? 0)),
  );
  const columns = Math.min(COLUMNS, sheet.panels.length);
  const width = WIDTH / columns, height = TOP + CELL * sheet.y.values.length + BOTTOM;
  sheet.panels.forEach((panel, at) => {
    const x = (at % columns) * width, y = paper.y + Math.floor(at / columns) * height;
    paper.put(panelOf(document, sheet, panel, width, most), x, y);
  });
  return paper.finish(Math.ceil(sheet.panels.length / columns) * height);
}
