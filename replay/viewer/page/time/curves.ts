/**
 * Curves of free, held, dirty, remaining and sent over the log, drawn by uPlot: a line through the last
 * value of each sample and a band from its least to its most.
 * @module
 */
import uPlot from "uplot";
import type { Curve, Overview } from "../../protocol.ts";
import { bytes } from "../format.ts";
import type { Theme } from "../map/palette.ts";
import { colourOf } from "../theme.ts";
import type { Stretch } from "./axis.ts";
import { laneSizes } from "./lanes.ts";
import { strokeOf } from "./strokes.ts";

const PAGE_BYTES = 4096;

export class Curves {
  private plot: uPlot | null = null;
  private shape = "";
  private readonly hidden = new Set<string>();

  constructor(private readonly element: HTMLElement, private readonly right: number) {}

  /** Shows or hides one; true if it is now shown. */
  toggle(name: string): boolean {
    if (!this.hidden.delete(name)) this.hidden.add(name);
    return !this.hidden.has(name);
  }

  isShown(name: string): boolean {
    return !this.hidden.has(name);
  }

  draw(overview: Overview, view: Stretch, theme: Theme): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width < this.right + 10 || height < 20) return;
    const curves = overview.curves.filter(({ name }) => this.isShown(name));
    const shape = JSON.stringify([theme, curves.map(({ name }) => name)]);
    const data = [overview.times, ...curves.flatMap(columnsOf)] as unknown as uPlot.AlignedData;
    if (this.plot === null || shape !== this.shape) {
      this.plot?.destroy();
      this.shape = shape;
      this.plot = new uPlot(this.options(curves, overview, view, theme), data, this.element);
    } else {
      if (this.plot.width !== width || this.plot.height !== height) {
        this.plot.setSize({ width, height });
      }
      this.plot.setData(data, false);
    }
    this.plot.setScale("x", { min: view.from, max: view.to });
  }

  private options(
    curves: readonly Curve[],
    overview: Overview,
    view: Stretch,
    theme: Theme,
  ): uPlot.Options {
    const names = overview.curves.map(({ name }) => name);
    return {
      width: this.element.clientWidth,
      height: this.element.clientHeight,
      legend: { show: false },
      cursor: { show: false },
      padding: [6, 0, 2, 0],
      scales: {
        x: { time: false, range: () => [view.from, view.to] },
        y: { range: (_plot, _least, most) => [0, (most || 1) * 1.04] },
      },
      axes: [{ show: false }, {
        side: 1,
        size: this.right,
        gap: 4,
        font: laneSizes().font,
        stroke: colourOf("faint"),
        grid: { stroke: colourOf("lane"), width: 1 },
        ticks: { show: false },
        splits: (_plot, _axis, _least, most) => splitsOf(most),
        values: (_plot, splits) => splits.map((value) => value === 0 ? "0" : bytes(value)),
      }],
      series: [
        {},
        ...curves.flatMap((curve) => {
          const { colour, dash, width } = strokeOf(curve.name, names.indexOf(curve.name), theme);
          const quiet: uPlot.Series = { width: 0, stroke: "transparent", points: { show: false } };
          return [
            { ...quiet },
            { ...quiet },
            { stroke: colour, width, dash: [...dash], points: { show: false } },
          ];
        }),
      ],
      bands: curves.map((curve, i) => ({
        series: [i * 3 + 1, i * 3 + 2] as [number, number],
        fill: strokeOf(curve.name, names.indexOf(curve.name), theme).colour + "30",
      })),
    };
  }
}

/** Most, least and last by sample, in bytes. */
function columnsOf({ unit, high, low, last }: Curve): Float64Array[] {
  const one = unit === "pages" ? PAGE_BYTES : 1;
  return [high, low, last].map((values) => values.map((value) => value * one));
}

/** Two to five round sizes: halves and quarters of a power of two. */
function splitsOf(most: number): number[] {
  const step = 2 ** Math.floor(Math.log2(Math.max(most, 4096) / 2));
  const splits: number[] = [];
  for (let at = 0; at <= most; at += step) splits.push(at);
  return splits;
}
