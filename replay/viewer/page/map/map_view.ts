/**
 * The page map on the page: its canvases, and what mouse and keys do on it.
 * @module
 */
import type { LogFacts, PageMap, ReadingFacts } from "../../protocol.ts";
import { el } from "../dom.ts";
import { colourOf } from "../theme.ts";
import { type Camera, fitted, moved, placeUnder, showing, zoomed } from "./camera.ts";
import { cellOf, frameAt, type Layout, layoutFor, type Order } from "./layout.ts";
import { drawOverlay } from "./overlay.ts";
import { type Painter, painterFor } from "./painter.ts";
import { coloursOf, GROUND, patternsOf, type Rgb, type Theme } from "./palette.ts";

export interface MapHooks {
  /** The page under the mouse, or under the map's own cursor. */
  hovered(pfn: number | null): void;
  chosen(pfn: number | null): void;
}

/** After so long without a change the map is painted finely. */
const REST_MS = 160;
const ZOOM_STEP = 1.5, DRAG_FROM = 4;
const LINE: Readonly<Record<Theme, Rgb>> = { light: [40, 46, 56], dark: [205, 212, 222] };
const MARK: Readonly<Record<Theme, Rgb>> = { light: [196, 0, 122], dark: [255, 92, 190] };

export class MapView {
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
    this.listen();
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
    if (pfn !== null && bring) this.bring(pfn);
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
    this.zoomAt(nearer ? ZOOM_STEP : 1 / ZOOM_STEP, x, y);
  }

  private zoomAt(factor: number, x: number, y: number): void {
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
    for (const canvas of [this.canvas, this.over]) {
      canvas.width = Math.max(1, Math.round(width * this.ratio));
      canvas.height = Math.max(1, Math.round(height * this.ratio));
    }
    this.arrange();
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
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.isFine = true;
      this.soon();
    }, REST_MS);
    this.soon();
  }

  private soon(): void {
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.asked = 0;
    if (this.painter.isBusy) return this.soon();
    this.painter.draw(this.layout, this.camera, this.isFine);
    drawOverlay(this.over, {
      facts: this.facts,
      layout: this.layout,
      camera: this.camera,
      map: this.map,
      reading: this.reading,
      colours: this.colours,
      cursor: this.cursor,
      chosen: this.chosen,
      ink: colourOf("ink"),
      ground: colourOf("ground"),
      ratio: this.ratio,
    });
  }

  private point(pfn: number | null): void {
    if (pfn === this.cursor) return;
    this.cursor = pfn;
    this.hooks.hovered(pfn);
    this.redraw();
  }

  private under(event: MouseEvent): number | null {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = placeUnder(
      this.camera,
      (event.clientX - box.left) * this.ratio,
      (event.clientY - box.top) * this.ratio,
    );
    const page = frameAt(this.layout, Math.floor(x), Math.floor(y));
    return page < 0 ? null : page;
  }

  private listen(): void {
    const { over } = this;
    let held: { x: number; y: number; far: boolean } | null = null;
    over.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = { x: event.clientX, y: event.clientY, far: false };
      over.setPointerCapture(event.pointerId);
      this.element.focus({ preventScroll: true });
    });
    over.addEventListener("pointermove", (event) => {
      if (held === null) return this.point(this.under(event));
      const dx = event.clientX - held.x, dy = event.clientY - held.y;
      if (!held.far && Math.hypot(dx, dy) < DRAG_FROM) return;
      held = { x: event.clientX, y: event.clientY, far: true };
      const { ratio } = this;
      this.camera = moved(this.camera, dx * ratio, dy * ratio, this.layout, this.canvas);
      this.redraw();
    });
    over.addEventListener("pointerup", (event) => {
      if (held !== null && !held.far) this.keep(this.under(event));
      held = null;
    });
    over.addEventListener("pointercancel", () => held = null);
    over.addEventListener("pointerleave", () => this.point(null));
    over.addEventListener("dblclick", () => this.fit());
    over.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = this.canvas.getBoundingClientRect();
      const x = (event.clientX - box.left) * this.ratio, y = (event.clientY - box.top) * this.ratio;
      this.zoomAt(2 ** (-event.deltaY / 240), x, y);
    }, { passive: false });
    this.element.addEventListener("keydown", (event) => this.pressed(event));
    this.element.addEventListener("blur", () => this.point(null));
  }

  private keep(pfn: number | null): void {
    this.chosen = pfn === this.chosen ? null : pfn;
    this.hooks.chosen(this.chosen);
    this.redraw();
  }

  /** With the map in focus the arrows move its own cursor; zoomed out, by a few pixels' worth of pages. */
  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const step = Math.max(1, Math.round(6 / this.camera.scale));
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[
      event.key
    ];
    if (event.key === "Enter") this.keep(this.cursor ?? this.chosen);
    else if (way !== undefined) {
      const [x, y] = cellOf(this.layout, this.cursor ?? this.chosen ?? this.middle());
      const page = frameAt(this.layout, x + way[0] * step, y + way[1] * step);
      if (page >= 0) {
        this.bring(page);
        this.point(page);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private middle(): number {
    const { width, height } = this.canvas;
    const [x, y] = placeUnder(this.camera, width / 2, height / 2);
    return Math.max(0, frameAt(this.layout, Math.floor(x), Math.floor(y)));
  }
}
