/**
 * One design's panel: its name and figures, and below them its lines over time.
 * @module
 */
import * as Plot from "@observablehq/plot";
import type { Panel } from "./drawing.ts";
import { hints, lines, pauses, roundNumbers, rounds, turns } from "./marks.ts";
import type { Scale } from "./scale.ts";
import { GRID, INK, LEFT, RIGHT, WIDTH } from "./style.ts";
import { element, text } from "./svg.ts";

const TOP = 30, BOTTOM = 6, AXIS = 36;
const HEAD = 12; // baseline of the name
const X_TICKS = 12, Y_TICKS = 4, TICK = 4;

/** Height of a whole panel; the last one bears the time axis. */
export function panelHeight({ height }: Scale, isLast: boolean): number {
  return TOP + height + (isLast ? AXIS : BOTTOM);
}

function axes({ xName, yName }: Scale, isLast: boolean): Plot.Markish[] {
  const time = Plot.axisX({
    ticks: X_TICKS,
    tickSize: TICK,
    label: `time since the migration began (${xName})`,
    labelAnchor: "center",
    labelArrow: "none",
  });
  return [
    Plot.gridY({ ticks: Y_TICKS, stroke: GRID, strokeOpacity: 1 }),
    Plot.gridX({ ticks: X_TICKS, stroke: GRID, strokeOpacity: 1 }),
    Plot.axisY({ ticks: Y_TICKS, tickSize: TICK, label: null }),
    Plot.text([yName], {
      frameAnchor: "top-left",
      dx: -LEFT + 26,
      dy: -16,
      text: (name: string) => name,
      textAnchor: "start",
      fill: INK,
    }),
    ...(isLast ? [time] : []),
  ];
}

function headOf(document: Document, { name, facts }: Panel): Element {
  const bold = element(document, "tspan", { "font-weight": "bold", "font-size": 14 });
  bold.append(name);
  const rest = element(document, "tspan", { dx: 10 });
  rest.append(facts);
  const head = text(document, "", { x: LEFT, y: HEAD, fill: INK, "font-size": 12 });
  head.append(bold, rest);
  return head;
}

/** A panel whose upper edge lies at `y`. */
export function panelOf(
  document: Document,
  panel: Panel,
  scale: Scale,
  y: number,
  isLast: boolean,
): Element {
  const { course } = panel;
  const plot = Plot.plot({
    document,
    width: WIDTH,
    height: panelHeight(scale, isLast),
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: TOP,
    marginBottom: isLast ? AXIS : BOTTOM,
    x: { domain: [0, scale.xMax], axis: null },
    y: { domain: [0, scale.yMax], axis: null },
    marks: [
      rounds(course, scale),
      pauses(course, scale),
      ...axes(scale, isLast),
      ...lines(course, scale),
      roundNumbers(course, scale),
      ...hints(course, scale),
      ...turns(course, scale),
    ],
  });
  // Font and colour come from the picture, and a standalone file needs no style for pages.
  for (const name of ["class", "font-family", "font-size", "fill"]) plot.removeAttribute(name);
  for (const style of plot.querySelectorAll("style")) style.remove();
  const group = element(document, "g", { transform: `translate(0,${y})` });
  group.append(headOf(document, panel), plot);
  return group;
}
