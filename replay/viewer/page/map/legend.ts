/**
 * The legend: for each class its colour with its pattern and sign, its words, and how many pages have it.
 * @module
 */
import type { PageMap, ReadingFacts } from "../../protocol.ts";
import { el, pen } from "../dom.ts";
import { count, pages } from "../format.ts";
import { hasInk } from "./look.ts";
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
  const context = pen(canvas);
  if (context === null) return canvas;
  context.fillStyle = css(colour);
  context.fillRect(0, 0, side, side);
  const ink = css(inkOn(colour));
  context.fillStyle = ink;
  context.globalAlpha = 0.32;
  const cell = SWATCH * 1.2; // as a cell of that size has it
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (hasInk(pattern, x / ratio, y / ratio, cell)) context.fillRect(x, y, 1, 1);
    }
  }
  context.globalAlpha = 1;
  context.font = `600 ${13 * ratio}px system-ui, 'DejaVu Sans', sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = ink;
  context.fillText(sign, side / 2, side / 2 + ratio);
  return canvas;
}
