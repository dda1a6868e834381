/**
 * The frame of each picture of a sweep: ground, title and note; and how plots of the library come into it.
 * @module
 */
import { FAINT, FONT, INK, WIDTH } from "../style.ts";
import { element, text, wrapped } from "../svg.ts";

const MARGIN = 14, TITLE_LINE = 18, TITLE_CHARS = 124, NOTE_LINE = 15, NOTE_CHARS = 160;

/** A picture that grows downwards. */
export class SheetPaper {
  /** Where the next part begins. */
  y = MARGIN;
  private readonly svg: Element;
  private readonly ground: Element;

  constructor(private readonly document: Document, title: string, note: string) {
    this.svg = element(document, "svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width: WIDTH,
      "font-family": FONT,
      "font-size": 11,
      role: "img",
    });
    const name = element(document, "title", {});
    name.append(title);
    this.ground = element(document, "rect", { width: WIDTH, fill: "#ffffff" });
    this.svg.append(name, this.ground);
    for (const line of wrapped(title, TITLE_CHARS)) {
      this.y += TITLE_LINE;
      this.write(line, { y: this.y - 5, "font-size": 14, fill: INK });
    }
    for (const line of wrapped(note, NOTE_CHARS)) {
      this.y += NOTE_LINE;
      this.write(line, { y: this.y - 4, fill: FAINT });
    }
    this.y += NOTE_LINE / 2;
  }

  /** Puts a plot at a place; font and colour come from the picture, and it needs no style for pages. */
  put(plot: Element, x: number, y: number): Element {
    for (const name of ["class", "font-family", "font-size", "fill"]) plot.removeAttribute(name);
    for (const style of plot.querySelectorAll("style")) style.remove();
    const group = element(this.document, "g", { transform: `translate(${x},${y})` });
    group.append(plot);
    this.svg.append(group);
    return group;
  }

  write(words: string, attributes: Readonly<Record<string, string | number>>): void {
    this.svg.append(text(this.document, words, { x: MARGIN, ...attributes }));
  }

  /** @param height of all that was put below the note */
  finish(height: number): Element {
    const whole = this.y + height + MARGIN;
    this.svg.setAttribute("height", String(whole));
    this.svg.setAttribute("viewBox", `0 0 ${WIDTH} ${whole}`);
    this.ground.setAttribute("height", String(whole));
    return this.svg;
  }
}

const PERCENT_DIGITS = 1;

/** `47.1 %` */
export const percent = (share: number): string => `${(share * 100).toFixed(PERCENT_DIGITS)} %`;
