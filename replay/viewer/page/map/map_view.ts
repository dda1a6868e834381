/**
 * The page map on the page: its canvases, what of it is in view, and when it is painted anew.
 * @module
 */
import type { LogFacts, PageMap, ReadingFacts } from "../../protocol.ts";
import { el } from "../dom.ts";
import { colourOf } from "../theme.ts";
import { type Camera, fitted, moved, placeUnder, showing, zoomed } from "./camera.ts";
import { cellOf, frameAt, type Layout, layoutFor, type Order } from "./layout.ts";
import { handle, type Handled } from "./map_hand.ts";
import { alarmsOf, drawOverlay } from "./overlay.ts";
import { type Painter, painterFor } from "./painter.ts";
import { coloursOf, GROUND, patternsOf, type Rgb, type Theme } from "./palette.ts";

export interface MapHooks {
  /** The page under the mouse, or under the map's own cursor. */
  hovered(pfn: number | null): void;
  chosen(pfn: number | null): void;
}

/** After so long without a change the map is painted finely. */
const REST_MS = 160;
const ZOOM_STEP = 1.5, STEP_PIXELS = 6;
const LINE: Readonly<Record<Theme, Rgb>> = { light: [40, 46, 56], dark: [205, 212, 222] };
const MARK: Readonly<Record<Theme, Rgb>> = { light: [196, 0, 122], dark: [255, 92, 190] };

export class MapView implements Handled {
  readonly element: HTMLElement;
  private readonly canvas = el("canvas", { class: "map-pages" });
  private readonly over = el("canvas", { class: "map-over" });
  private readonly painter: Painter;
  private layout: Layout;
  private camera: Camera = { x: 0, y: 0, scale: 1 };
  private map: PageMap | null = null;
  private reading: ReadingFacts | null = null;
  private colours: readonly Rgb[] = [];
  private cursor: number | null = null;
  private chosen: number | null = null;
  private ratio = 1;
  private isFitted = true;
  private asked = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private isFine = false;
  /** Only what lies over the pages is to be drawn. */
  private isOverOnly = false;
  private alarms: readonly (readonly [page: number, number: number])[] = [];

  constructor(
    private readonly facts: LogFacts,
    private order: Order,
    private theme: Theme,
    private readonly hooks: MapHooks,
  ) {
    this.element = el(
      "div",
      {
        class: "map-view",
        tabindex: 0,
        role: "application",
        "aria-label": "Page map. Arrows choose a page, Enter keeps it, plus and minus zoom.",
      },
      this.canvas,
      this.over,
    );
    this.painter = painterFor(this.canvas, facts);
    this.layout = layoutFor(order, facts.frames, 1);
    new ResizeObserver(() => this.resized()).observe(this.element);
    handle(this.over, this);
  }

  /** True while a picture is still being drawn. */
  get isBusy(): boolean {
    return this.asked !== 0 || this.painter.isBusy;
  }

  show(map: PageMap, reading: ReadingFacts): void {
    const isNew = reading !== this.reading;
    this.map = map;
    this.reading = reading;
    if (isNew) this.dress();
    this.painter.setClasses(map.classes);
    this.alarms = alarmsOf(map, reading);
    this.redraw();
  }

  mark(marks: Uint8Array | null): void {
    this.painter.setMarks(marks);
    this.redraw();
  }

  setOrder(order: Order): void {
    this.order = order;
    this.isFitted = true;
    this.arrange();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.dress();
    this.redraw();
  }

  /** @param bring true to move the map so that the page is seen */
  choose(pfn: number | null, bring: boolean): void {
    this.chosen = pfn;
    if (pfn === null || !bring) return this.redrawOver();
    this.bring(pfn);
    this.redraw();
  }

  fit(): void {
    this.isFitted = true;
    this.arrange();
  }

  /** Nearer (or farther) about the page that was chosen, or the middle. */
  zoom(nearer: boolean): void {
    const about = this.cursor ?? this.chosen;
    const { width, height } = this.canvas;
    let x = width / 2, y = height / 2;
    if (about !== null) {
      const [cellX, cellY] = cellOf(this.layout, about);
      x = (cellX + 0.5 - this.camera.x) * this.camera.scale;
      y = (cellY + 0.5 - this.camera.y) * this.camera.scale;
    }
    this.zoomAbout(nearer ? ZOOM_STEP : 1 / ZOOM_STEP, x, y);
  }

  private zoomAbout(factor: number, x: number, y: number): void {
    this.camera = zoomed(this.camera, factor, x, y, this.layout, this.canvas);
    this.isFitted = this.camera.scale <= fitted(this.layout, this.canvas).scale;
    this.redraw();
  }

  private bring(pfn: number): void {
    const [x, y] = cellOf(this.layout, pfn);
    this.camera = showing(this.camera, x, y, this.layout, this.canvas);
  }

  private dress(): void {
    if (this.reading === null) return;
    this.colours = coloursOf(this.reading, this.theme);
    this.painter.setLook({
      colours: this.colours,
      patterns: patternsOf(this.reading),
      alarms: this.reading.classes.map(({ tone }) => tone === "alarm"),
      ground: GROUND[this.theme],
      line: LINE[this.theme],
      mark: MARK[this.theme],
    });
  }

  private resized(): void {
    const { width, height } = this.element.getBoundingClientRect();
    this.ratio = devicePixelRatio || 1;
    const wide = Math.max(1, Math.round(width * this.ratio));
    const high = Math.max(1, Math.round(height * this.ratio));
    if (this.canvas.width === wide && this.canvas.height === high) return;
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = wide;
      canvas.height = high;
    }
    this.arrange();
    // A canvas of another size is black until it is drawn: at once, so that nobody sees it.
    cancelAnimationFrame(this.asked);
    this.draw();
  }

  private arrange(): void {
    const { width, height } = this.canvas;
    if (this.isFitted) {
      this.layout = layoutFor(this.order, this.facts.frames, width / height);
      this.camera = fitted(this.layout, this.canvas);
    }
    this.redraw();
  }

  private redraw(): void {
    this.isFine = false;
    this.isOverOnly = false;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.isFine = true;
      this.isOverOnly = false;
      this.soon();
    }, REST_MS);
    this.soon();
  }

  /** The mouse moved: the pages below it are as they were. */
  private redrawOver(): void {
    this.isOverOnly = this.asked === 0;
    this.soon();
  }

  private soon(): void {
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.asked = 0;
    if (this.painter.isBusy) return this.soon();
    if (!this.isOverOnly) this.painter.draw(this.layout, this.camera, this.isFine);
    this.isOverOnly = false;
    drawOverlay(this.over, {
      facts: this.facts,
      layout: this.layout,
      camera: this.camera,
      map: this.map,
      reading: this.reading,
      colours: this.colours,
      alarms: this.alarms,
      cursor: this.cursor,
      chosen: this.chosen,
      ink: colourOf("ink"),
      ground: colourOf("ground"),
      ratio: this.ratio,
    });
  }

  zoomAt(factor: number, x: number, y: number): void {
    this.zoomAbout(factor, x * this.ratio, y * this.ratio);
  }

  pan(dx: number, dy: number): void {
    const { ratio } = this;
    this.camera = moved(this.camera, dx * ratio, dy * ratio, this.layout, this.canvas);
    this.redraw();
  }

  pointAt(x: number, y: number): void {
    this.point(this.under(x, y));
  }

  pointAway(): void {
    this.point(null);
  }

  keepAt(x: number, y: number): void {
    this.keep(this.under(x, y));
  }

  keepCursor(): void {
    this.keep(this.cursor ?? this.chosen);
  }

  /** Zoomed out a step is a few pixels' worth of pages. */
  stepCursor(dx: number, dy: number): void {
    const step = Math.max(1, Math.round(STEP_PIXELS / this.camera.scale));
    const [x, y] = cellOf(this.layout, this.cursor ?? this.chosen ?? this.middle());
    const page = frameAt(this.layout, x + dx * step, y + dy * step);
    if (page < 0) return;
    this.bring(page);
    this.point(page);
    this.redraw();
  }

  private point(pfn: number | null): void {
    if (pfn === this.cursor) return;
    this.cursor = pfn;
    this.hooks.hovered(pfn);
    this.redrawOver();
  }

  private under(x: number, y: number): number | null {
    const [cellX, cellY] = placeUnder(this.camera, x * this.ratio, y * this.ratio);
    const page = frameAt(this.layout, Math.floor(cellX), Math.floor(cellY));
    return page < 0 ? null : page;
  }

  private keep(pfn: number | null): void {
    this.chosen = pfn === this.chosen ? null : pfn;
    this.hooks.chosen(this.chosen);
    this.redrawOver();
  }

  private middle(): number {
    const { width, height } = this.canvas;
    const [x, y] = placeUnder(this.camera, width / 2, height / 2);
    return Math.max(0, frameAt(this.layout, Math.floor(x), Math.floor(y)));
  }
}
