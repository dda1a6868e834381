/**
 * One log's map with all that belongs to it: the legend, and the line that says what is under the mouse.
 * @module
 */
import type { LogFacts, PageMap, ReadingFacts } from "../../protocol.ts";
import { el } from "../dom.ts";
import { count, frame } from "../format.ts";
import type { Order } from "./layout.ts";
import { Legend } from "./legend.ts";
import { type MapHooks, MapView } from "./map_view.ts";
import type { Theme } from "./palette.ts";

export class MapSection {
  readonly element: HTMLElement;
  readonly view: MapView;
  private readonly legend: Legend;
  private readonly under = el("p", { class: "map-under", role: "status", "aria-live": "polite" });
  private readonly marked = el("p", { class: "map-marked", hidden: true });
  private map: PageMap | null = null;
  private reading: ReadingFacts | null = null;
  private pointed: number | null = null;

  constructor(
    private readonly facts: LogFacts,
    order: Order,
    theme: Theme,
    private readonly hooks: MapHooks,
  ) {
    this.view = new MapView(facts, order, theme, {
      hovered: (pfn) => {
        this.pointed = pfn;
        this.tell();
        this.hooks.hovered(pfn);
      },
      chosen: (pfn) => {
        this.hooks.chosen(pfn);
        this.tell();
      },
    });
    this.legend = new Legend(theme);
    this.element = el(
      "section",
      { class: "map", "aria-label": "Page map" },
      this.view.element,
      el("div", { class: "map-side" }, this.legend.element, this.marked),
      this.under,
    );
    this.tell();
  }

  show(map: PageMap, reading: ReadingFacts): void {
    this.map = map;
    this.reading = reading;
    this.view.show(map, reading);
    this.legend.show(map, reading);
    this.tell();
  }

  /** Marks pages that differ from the other log's; null: none. */
  mark(marks: Uint8Array | null, differing: number): void {
    // with nothing to mark there is nothing to fade either
    this.view.mark(differing === 0 ? null : marks);
    this.marked.hidden = marks === null;
    this.marked.textContent = differing === 0
      ? "No page differs from the other log."
      : `${count(differing)} ${
        differing === 1 ? "page differs" : "pages differ"
      } from the other log`;
  }

  setTheme(theme: Theme): void {
    this.view.setTheme(theme);
    this.legend.setTheme(theme);
    if (this.map !== null && this.reading !== null) this.legend.show(this.map, this.reading);
  }

  private tell(): void {
    const { map, reading, pointed } = this;
    if (pointed === null || map === null || reading === null) {
      this.under.textContent = "Point at a page to see what it is; click to keep it. " +
        "Wheel zooms, drag moves, double click shows all.";
      return;
    }
    const kind = reading.classes[map.classes[pointed]];
    const zone = this.facts.zones.find(({ start, end }) => pointed >= start && pointed < end);
    const block = pointed >> this.facts.pageblockOrder;
    this.under.textContent = `${frame(pointed)}  ${zone?.name ?? "no zone"}, pageblock ${
      count(block)
    }:  ${kind?.sign ?? "?"}  ${kind?.word ?? "unknown"}`;
  }
}
