/**
 * The log's time on the page: curves and lanes on one axis, with the cursor. Drag scrubs, the wheel zooms,
 * a double click shows all.
 * @module
 */
import type { LogFacts, Overview, SpanLane } from "../../protocol.ts";
import { el } from "../dom.ts";
import { time as timeWords } from "../format.ts";
import type { Theme } from "../map/palette.ts";
import { followed, movedTime, pixelOf, type Stretch, timeAt, zoomedTime } from "./axis.ts";
import { CurveKeys } from "./curve_keys.ts";
import { Curves } from "./curves.ts";
import { drawAxis, drawLanes, laneSizes, spanUnder } from "./lanes.ts";
import { GROUPS } from "./strokes.ts";

export interface TimeHooks {
  /** The hand is at this time. */
  scrubbed(time: number): void;
  /** Another stretch is in view. */
  viewed(view: Stretch): void;
}

const RIGHT = 62, ZOOM_STEP = 1.6, SETTLE_MS = 220;

export class TimeView {
  readonly element: HTMLElement;
  private readonly plot = el("div", { class: "time-curves" });
  private readonly lanes = el("canvas", { class: "time-lanes" });
  private readonly axis = el("canvas", { class: "time-axis" });
  private readonly line = el("div", { class: "time-cursor", "aria-hidden": "true" });
  private readonly hint = el("div", { class: "time-hint", hidden: true });
  private readonly names = el("div", { class: "time-lane-names" });
  private readonly keys: CurveKeys;
  private readonly scroll: HTMLElement;
  private readonly hand: HTMLElement;
  private readonly curves: Curves;
  private overview: Overview | null = null;
  private detail: Overview | null = null;
  private range: Stretch = { from: 0, to: 1 };
  private shared: Stretch | null = null;
  private cursor = 0;
  private asked = 0;
  private isDrawn = false;
  private settled: ReturnType<typeof setTimeout> | undefined;
  private shape = "";

  constructor(
    private readonly facts: LogFacts,
    private theme: Theme,
    private readonly hooks: TimeHooks,
  ) {
    this.curves = new Curves(this.plot, RIGHT);
    this.keys = new CurveKeys(this.curves, () => this.redraw());
    this.scroll = el(
      "div",
      { class: "time-scroll", tabindex: 0, "aria-label": "Lanes of time" },
      this.names,
      this.lanes,
    );
    this.hand = el("div", { class: "time-hand" }, this.line, this.hint);
    this.element = el(
      "section",
      {
        class: "time",
        tabindex: 0,
        role: "slider",
        "aria-label": "Time of the log. Arrows step by event.",
        "aria-valuemin": 0,
        "aria-valuemax": facts.events,
      },
      this.keys.element,
      this.plot,
      this.scroll,
      el("div", { class: "time-axis-name" }, facts.clock === "ns" ? "time" : "clock"),
      this.axis,
      this.hand,
    );
    new ResizeObserver(() => this.redraw()).observe(this.element);
    this.listen();
  }

  /** The time of this log, and of the one beside it. */
  get whole(): Stretch {
    return this.shared ?? this.own;
  }

  /** The time of this log, as far as it is known. */
  get own(): Stretch {
    const { overview } = this;
    return overview === null || overview.to <= overview.from
      ? { from: overview?.from ?? 0, to: (overview?.from ?? 0) + 1 }
      : overview;
  }

  get view(): Stretch {
    return this.range;
  }

  setOverview(given: Overview): void {
    this.overview = sorted(given);
    this.redraw();
  }

  /** The axis is as long as that. */
  setWhole(whole: Stretch): void {
    const wasWhole = sameStretch(this.range, this.whole) || this.shared === null;
    this.shared = whole;
    if (wasWhole) this.range = whole;
    this.redraw();
  }

  /** As the other log's time line; it is not told of it. */
  showAs(view: Stretch): void {
    if (sameStretch(view, this.range)) return;
    this.range = view;
    this.redraw();
  }

  /** The same, but exact, for the stretch in view; null: the coarse one is as good. */
  setDetail(detail: Overview | null): void {
    this.detail = detail === null ? null : sorted(detail);
    this.redraw();
  }

  setCursor(time: number, event: number, words: string): void {
    this.cursor = time;
    this.element.setAttribute("aria-valuenow", String(event));
    this.element.setAttribute("aria-valuetext", words);
    const view = followed(this.range, time, this.whole);
    if (view !== this.range) this.show(view);
    else this.soon();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.shape = "";
    this.redraw();
  }

  zoom(nearer: boolean): void {
    this.zoomAbout(nearer ? ZOOM_STEP : 1 / ZOOM_STEP, this.cursor);
  }

  showAll(): void {
    this.show(this.whole);
  }

  show(view: Stretch): void {
    this.range = view;
    this.redraw();
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.hooks.viewed(this.range), SETTLE_MS);
  }

  private zoomAbout(factor: number, about: number): void {
    const least = this.facts.clock === "ns" ? 50 : 4;
    this.show(zoomedTime(this.range, factor, about, this.whole, least));
  }

  /** What is drawn: the exact one if it covers the view. */
  private get shown(): Overview | null {
    const { detail, range } = this;
    return detail !== null && detail.from <= range.from && detail.to >= range.to
      ? detail
      : this.overview;
  }

  private redraw(): void {
    this.isDrawn = false;
    this.soon();
  }

  private soon(): void {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      const overview = this.shown;
      if (overview === null) return;
      if (!this.isDrawn) this.draw(overview);
      this.point(overview);
    });
  }

  private draw(overview: Overview): void {
    this.isDrawn = true;
    this.label(overview);
    const width = this.plot.clientWidth;
    const scene = {
      overview,
      view: this.range,
      clock: this.facts.clock,
      theme: this.theme,
    };
    const { lane, axis } = laneSizes();
    this.names.style.setProperty("--lane-height", `${lane}px`);
    sized(this.lanes, width, Math.max(1, overview.lanes.length * lane));
    sized(this.axis, width, axis);
    this.curves.draw(overview, this.range, this.theme);
    drawLanes(this.lanes, scene, RIGHT);
    drawAxis(this.axis, scene, RIGHT);
  }

  /** The cursor, and the curves' values there: nothing else moves while the log plays. */
  private point(overview: Overview): void {
    const width = this.plot.clientWidth;
    const x = pixelOf(this.range, width - RIGHT, this.cursor);
    this.line.hidden = x < -1 || x > width - RIGHT + 1;
    this.line.style.transform = `translateX(${x.toFixed(1)}px)`;
    this.keys.show(overview, this.cursor);
  }

  /** Names of lanes and curves, when these are others than before. */
  private label(overview: Overview): void {
    const shape = JSON.stringify([
      overview.lanes.map(({ name }) => name),
      overview.curves.map(({ name }) => name),
    ]);
    if (shape === this.shape) return;
    this.shape = shape;
    this.names.replaceChildren(
      ...overview.lanes.map(({ name }) =>
        el("div", { class: "time-lane-name", title: name }, name)
      ),
    );
    this.keys.build(overview.curves, this.theme);
  }

  private listen(): void {
    const { hand } = this;
    let scrubbing = false;
    const widthOf = (): number => this.plot.clientWidth - RIGHT;
    const timeUnder = (event: MouseEvent): number => {
      const x = event.clientX - hand.getBoundingClientRect().left;
      return timeAt(this.range, widthOf(), Math.min(Math.max(x, 0), widthOf()));
    };
    hand.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.overview === null) return;
      scrubbing = true;
      hand.setPointerCapture(event.pointerId);
      this.hooks.scrubbed(timeUnder(event));
    });
    hand.addEventListener("pointermove", (event) => {
      if (scrubbing) this.hooks.scrubbed(timeUnder(event));
      this.tell(event, timeUnder(event));
    });
    hand.addEventListener("pointerup", () => scrubbing = false);
    hand.addEventListener("pointercancel", () => scrubbing = false);
    hand.addEventListener("pointerleave", () => this.hint.hidden = true);
    hand.addEventListener("dblclick", () => this.showAll());
    hand.addEventListener("wheel", (event) => {
      event.preventDefault();
      const aside = event.shiftKey ? event.deltaY : event.deltaX;
      if (aside !== 0) this.show(movedTime(this.range, aside / 800, this.whole));
      else this.zoomAbout(2 ** (-event.deltaY / 240), timeUnder(event));
    }, { passive: false });
  }

  /** What is under the mouse, in words. */
  private tell(event: MouseEvent, time: number): void {
    const overview = this.shown;
    if (overview === null) return;
    const box = this.lanes.getBoundingClientRect();
    const scene = { overview, view: this.range, clock: this.facts.clock, theme: this.theme };
    const seen = this.scroll.getBoundingClientRect();
    const isOver = event.clientY >= seen.top && event.clientY < seen.bottom;
    const span = isOver
      ? spanUnder(
        scene,
        event.clientX - box.left,
        event.clientY - box.top,
        this.plot.clientWidth - RIGHT,
      )
      : null;
    this.hint.hidden = false;
    this.hint.textContent = span?.words ?? timeWords(time, this.facts.clock);
    const x = event.clientX - this.hand.getBoundingClientRect().left;
    const most = this.hand.clientWidth - this.hint.offsetWidth;
    this.hint.style.transform = `translateX(${Math.max(0, Math.min(x + 10, most))}px)`;
  }
}

/** With its lanes from the whole to the parts: rounds first, waits last. */
function sorted(overview: Overview): Overview {
  const rank = ({ group }: SpanLane): number => GROUPS.indexOf(group);
  return { ...overview, lanes: [...overview.lanes].sort((a, b) => rank(a) - rank(b)) };
}

function sameStretch(a: Stretch, b: Stretch): boolean {
  return a.from === b.from && a.to === b.to;
}

function sized(canvas: HTMLCanvasElement, width: number, height: number): void {
  const ratio = devicePixelRatio || 1;
  const wide = Math.round(width * ratio), high = Math.round(height * ratio);
  if (canvas.width === wide && canvas.height === high) return;
  canvas.width = wide;
  canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
