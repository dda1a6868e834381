/**
 * Paints the map by plain loops over the pixels: for machines without a graphics card.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import type { Camera } from "./camera.ts";
import type { Layout } from "./layout.ts";
import { coveredBy, hasInk, type Look, PATTERNS_FROM, TAPS_FINE, TAPS_QUICK } from "./look.ts";
import type { Rgb } from "./palette.ts";
import { Edge, Places } from "./places.ts";

export class SoftPainter {
  readonly isBusy = false;
  private readonly context: CanvasRenderingContext2D;
  private readonly places: Places;
  private classes: Uint8Array = new Uint8Array(0);
  private marks: Uint8Array | null = null;
  private look: Look | null = null;
  /** By class. */
  private readonly palette = new Float64Array(256 * 3);
  private readonly alarms = new Uint8Array(256);
  private readonly plain = new Uint32Array(256);
  private image: ImageData | null = null;

  constructor(private readonly canvas: HTMLCanvasElement, facts: LogFacts) {
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    if (context === null) throw new Error("Cannot draw the map: this browser has no canvas");
    this.context = context;
    this.places = new Places(facts);
  }

  setClasses(classes: Uint8Array): void {
    this.classes = classes;
  }

  setMarks(marks: Uint8Array | null): void {
    this.marks = marks;
  }

  setLook(look: Look): void {
    this.look = look;
    look.colours.forEach((colour, i) => {
      this.palette.set(colour, i * 3);
      this.alarms[i] = look.alarms[i] ? 1 : 0;
      this.plain[i] = packed(colour);
    });
  }

  draw(layout: Layout, camera: Camera, isFine: boolean): void {
    const { canvas: { width, height }, look } = this;
    if (look === null || width === 0 || this.classes.length === 0) return;
    this.places.arrange(layout, camera, width, height);
    if (this.image?.width !== width || this.image.height !== height) {
      this.image = this.context.createImageData(width, height);
    }
    const pixels = new Uint32Array(this.image.data.buffer);
    const covered = coveredBy(layout, camera.scale);
    const taps = tapsOf(layout, covered, Math.min(covered, isFine ? TAPS_FINE : TAPS_QUICK));
    this.fill(pixels, taps, look);
    if (camera.scale >= PATTERNS_FROM) this.draft(pixels, camera, look);
    this.line(pixels, look);
    this.context.putImageData(this.image, 0, 0);
  }

  /** The mean of the pages that are looked at; where all are alike, as they mostly are, their colour. */
  private fill(pixels: Uint32Array, taps: Int32Array, look: Look): void {
    const { places: { pages }, classes, plain, palette, alarms, marks } = this;
    const last = classes.length - 1, ground = packed(look.ground), mark = packed(look.mark);
    const { width } = this.canvas, isSmall = this.places.scale < PATTERNS_FROM;
    for (let i = 0; i < pages.length; i++) {
      const page = pages[i];
      if (page < 0) {
        pixels[i] = ground;
        continue;
      }
      const first = classes[page];
      let red = 0, green = 0, blue = 0, isMixed = false, alarm = -1, marked = 0;
      for (let t = 0; t < taps.length; t++) {
        const at = page + taps[t] <= last ? page + taps[t] : last, number = classes[at];
        if (number !== first) isMixed = true;
        if (alarms[number] === 1) alarm = number;
        if (marks !== null && marks[at] === 1) marked = 1;
        red += palette[number * 3];
        green += palette[number * 3 + 1];
        blue += palette[number * 3 + 2];
      }
      let colour = plain[first];
      if (isMixed) {
        const part = alarm < 0 ? 0 : 0.85,
          rest = (1 - part) / taps.length,
          a = alarm < 0 ? 0 : alarm;
        colour = pack(
          red * rest + palette[a * 3] * part,
          green * rest + palette[a * 3 + 1] * part,
          blue * rest + palette[a * 3 + 2] * part,
        );
      }
      if (marks !== null && isSmall) {
        // A pixel in four is the mark's, in slanted lines: the reading is still seen between them.
        colour = marked === 0
          ? mixed(colour, ground, 0.75)
          : (i % width + Math.floor(i / width)) % 4 === 0
          ? mark
          : colour;
      }
      pixels[i] = colour;
    }
  }

  /** Patterns of large cells, and rims of marked ones. */
  private draft(pixels: Uint32Array, { x, y, scale }: Camera, look: Look): void {
    const { canvas: { width, height }, places: { pages }, classes, marks } = this;
    const mark = packed(look.mark), rim = Math.max(2, scale * 0.12);
    for (let py = 0, i = 0; py < height; py++) {
      const inY = part(y + (py + 0.5) / scale) * scale;
      for (let px = 0; px < width; px++, i++) {
        const page = pages[i];
        if (page < 0) continue;
        const inX = part(x + (px + 0.5) / scale) * scale, number = classes[page];
        if (hasInk(look.patterns[number], inX, inY, scale)) {
          const [red, green, blue] = look.colours[number];
          const isLight = red * 0.299 + green * 0.587 + blue * 0.114 > 140;
          pixels[i] = mixed(pixels[i], isLight ? BLACK : WHITE, 0.32);
        }
        if (marks === null || marks[page] !== 1) continue;
        if (Math.min(inX, inY, scale - inX, scale - inY) < rim) pixels[i] = mark;
      }
    }
  }

  private line(pixels: Uint32Array, look: Look): void {
    const { edges } = this.places;
    const ground = packed(look.ground), line = packed(look.line);
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (edge === 0) continue;
      if ((edge & Edge.Cell) !== 0) pixels[i] = mixed(pixels[i], ground, 0.6);
      if ((edge & Edge.Block) !== 0) pixels[i] = mixed(pixels[i], line, 0.4);
      if ((edge & Edge.Zone) !== 0) pixels[i] = line;
    }
  }
}

/** How far behind the pixel's first page the others lie that are looked at. */
function tapsOf(layout: Layout, covered: number, side: number): Int32Array {
  const all = side * side, area = covered * covered;
  return Int32Array.from(
    { length: all },
    (_, i) =>
      layout.side !== 0
        ? Math.floor(i * area / all)
        : Math.floor(Math.floor(i / side) * covered / side) *
            layout.width + Math.floor((i % side) * covered / side),
  );
}

// A pixel's word: its bytes are red, green, blue, alpha, on every machine that has a browser.
const BLACK = 0xff000000, WHITE = 0xffffffff;

function pack(red: number, green: number, blue: number): number {
  return (0xff000000 | blue << 16 | (green & 255) << 8 | red & 255) >>> 0;
}

function packed([red, green, blue]: Rgb): number {
  return pack(red, green, blue);
}

/** A part of the way from one colour to another. */
function mixed(from: number, to: number, part: number): number {
  const rest = 1 - part;
  return pack(
    (from & 255) * rest + (to & 255) * part,
    (from >> 8 & 255) * rest + (to >> 8 & 255) * part,
    (from >> 16 & 255) * rest + (to >> 16 & 255) * part,
  );
}

function part(value: number): number {
  return value - Math.floor(value);
}
