/**
 * The legend: for each class its colour with its pattern and sign, its words, and how many pages have it.
 * @module
 */
import type { PageMap, ReadingFacts } from "../../protocol.ts";
import { el } from "../dom.ts";
import { count, pages } from "../format.ts";
import { coloursOf, css, inkOn, patternsOf, type Rgb, type Theme } from "./palette.ts";

const SWATCH = 22;

export class Legend {
  readonly element = el("div", { class: "legend" });
  private reading: ReadingFacts | null = null;
  private numbers: HTMLElement[] = [];
  private rows: HTMLElement[] = [];

  constructor(private theme: Theme) {}

  setTheme(theme: Theme): void {
    this.theme = theme;
    const { reading } = this;
    this.reading = null;
    if (reading !== null) this.build(reading);
  }

  show(map: PageMap, reading: ReadingFacts): void {
    if (reading !== this.reading) this.build(reading);
    map.counts.forEach((pagesOfIt, i) => {
      const number = this.numbers[i];
      if (number === undefined) return;
      number.textContent = pagesOfIt === 0 ? "-" : count(pagesOfIt);
      number.title = pagesOfIt === 0 ? "no page" : pages(pagesOfIt);
      this.rows[i].classList.toggle("is-none", pagesOfIt === 0);
    });
  }

  private build(reading: ReadingFacts): void {
    this.reading = reading;
    const colours = coloursOf(reading, this.theme), patterns = patternsOf(reading);
    this.numbers = reading.classes.map(() => el("span", { class: "legend-count" }));
    this.rows = reading.classes.map(({ word, sign }, i) =>
      el(
        "li",
        {},
        swatch(colours[i], patterns[i], sign),
        el("span", { class: "legend-word" }, word),
        this.numbers[i],
      )
    );
    this.element.replaceChildren(
      el("p", { class: "legend-sentence" }, reading.sentence),
      el("ul", { "aria-label": `Legend of ${reading.name}, with counts of pages` }, ...this.rows),
    );
  }
}

function swatch(colour: Rgb, pattern: number, sign: string): HTMLCanvasElement {
  const ratio = devicePixelRatio || 1, side = SWATCH * ratio;
  const canvas = el("canvas", {
    class: "swatch",
    width: side,
    height: side,
    "aria-hidden": "true",
  });
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  context.fillStyle = css(colour);
  context.fillRect(0, 0, side, side);
  const ink = css(inkOn(colour));
  context.globalAlpha = 0.32;
  context.strokeStyle = context.fillStyle = ink;
  context.lineWidth = 1.3 * ratio;
  hatch(context, pattern, side, 6 * ratio);
  context.globalAlpha = 1;
  context.font = `600 ${13 * ratio}px system-ui, 'DejaVu Sans', sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = ink;
  context.fillText(sign, side / 2, side / 2 + ratio);
  return canvas;
}

/** The shader's patterns, by the same numbers. */
function hatch(
  context: CanvasRenderingContext2D,
  pattern: number,
  side: number,
  gap: number,
): void {
  context.beginPath();
  for (let at = -side; at < side * 2; at += gap) {
    if (pattern === 1 || pattern === 6) line(context, at + side, 0, at, side);
    if (pattern === 2 || pattern === 6) line(context, at, 0, at + side, side);
    if (pattern === 3 || pattern === 7) line(context, 0, at, side, at);
    if (pattern === 4 || pattern === 7) line(context, at, 0, at, side);
  }
  context.stroke();
  if (pattern !== 5) return;
  for (let y = gap / 2; y < side; y += gap) {
    for (let x = gap / 2; x < side; x += gap) context.fillRect(x - 1, y - 1, 2, 2);
  }
}

function line(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  x2: number,
  y2: number,
): void {
  context.moveTo(x, y);
  context.lineTo(x2, y2);
}
