/**
 * The right column: tabs, and below them the chosen panel of each log.
 * @module
 */
import { button, el } from "../dom.ts";
import type { Panel } from "./panel.ts";

export type TabName =
  | "story"
  | "events"
  | "page"
  | "lists"
  | "findings"
  | "difference"
  | "about";

const TABS: readonly (readonly [name: TabName, words: string, does: string])[] = [
  ["story", "Story", "the steps of this counterexample"],
  ["events", "Events", "the events around the cursor"],
  ["page", "Page", "one page and its life"],
  ["lists", "Lists", "free blocks and per-cpu lists as they stand"],
  ["findings", "Findings", "what the audit found"],
  ["difference", "Differ", "where the two logs part"],
  ["about", "About", "the log, and how to read this page"],
];

/** The panels of one log. A log that is no counterexample has no story. */
export type Panels = Readonly<Partial<Record<TabName, Panel>>>;

export class Tabs {
  private now: TabName = "events";
  private readonly list = el("div", { class: "tabs", role: "tablist", "aria-label": "Panels" });
  private readonly body = el("div", { class: "tab-body", role: "tabpanel", id: "tab-body" });
  private buttons: HTMLButtonElement[] = [];
  private sides: readonly { readonly name: string; readonly panels: Panels }[] = [];

  constructor(place: HTMLElement, private readonly failed: (why: unknown) => void) {
    place.append(this.list, this.body);
    this.list.addEventListener("keydown", (event) => {
      const way = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (way === 0 || event.shiftKey || event.ctrlKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.turn(way);
      this.buttons.find((made) => made.tabIndex === 0)?.focus();
    });
  }

  get name(): TabName {
    return this.now;
  }

  /** Shows these logs' panels; a story, if there is one, first. */
  setSides(sides: readonly { readonly name: string; readonly panels: Panels }[]): void {
    this.sides = sides;
    const there = this.names();
    this.buttons = TABS.filter(([name]) => there.includes(name)).map(([name, words, does]) =>
      button(words, {
        class: "tab",
        role: "tab",
        id: `tab-${name}`,
        "aria-controls": "tab-body",
        title: does,
      }, () => this.show(name))
    );
    this.list.replaceChildren(...this.buttons);
    this.show(there.includes("story") ? "story" : there.includes(this.now) ? this.now : there[0]);
  }

  /** A word beside a tab's name: how many findings there are. */
  setBadge(name: TabName, words: string): void {
    const made = this.buttons.find(({ id }) => id === `tab-${name}`);
    const base = TABS.find((tab) => tab[0] === name)?.[1] ?? "";
    if (made !== undefined) made.textContent = words === "" ? base : `${base} ${words}`;
  }

  show(name: TabName): void {
    this.now = name;
    for (const made of this.buttons) {
      const isIt = made.id === `tab-${name}`;
      made.setAttribute("aria-selected", String(isIt));
      made.tabIndex = isIt ? 0 : -1;
    }
    this.body.setAttribute("aria-labelledby", `tab-${name}`);
    this.body.replaceChildren(...this.sides.flatMap((side) => {
      const panel = side.panels[name];
      if (panel === undefined) return [];
      const head = this.sides.length > 1 && name !== "difference"
        ? [el("h2", { class: "side-name" }, side.name)]
        : [];
      return [el("div", { class: "tab-side" }, ...head, panel.element)];
    }));
    for (const { panels } of this.sides) panels[name]?.refresh().catch(this.failed);
  }

  turn(way: 1 | -1): void {
    const there = this.names();
    this.show(there[(there.indexOf(this.now) + way + there.length) % there.length]);
  }

  private names(): TabName[] {
    return TABS.map(([name]) => name).filter((name) =>
      this.sides.some(({ panels }) => panels[name] !== undefined)
    );
  }
}
