/**
 * The bar above the map: which reading, in which order, and, with two logs, how their cursors are tied.
 * @module
 */
import type { ReadingFacts } from "../protocol.ts";
import { button, byId, el } from "./dom.ts";
import { type Command, keyOf } from "./keys.ts";
import type { Order } from "./map/layout.ts";
import type { Tie } from "./tie.ts";

export interface ChooserHooks {
  reading(name: string): void;
  order(order: Order): void;
  tie(tie: Tie): void;
  command(command: Command): void;
}

const ORDERS: readonly (readonly [order: Order, words: string, does: string])[] = [
  ["pfn", "rows", "pages in rows, by their numbers"],
  ["hilbert", "Hilbert", "pages along Hilbert's curve: a block is a patch"],
];
const TIES: readonly (readonly [tie: Tie, words: string, does: string])[] = [
  ["event", "event", "both logs stand at the same event"],
  ["time", "time", "both logs stand at the same time"],
  ["parting", "first difference", "both logs stand as long after the event where they part"],
  ["free", "not tied", "each log has its own cursor"],
];

export class Chooser {
  private readonly place = byId("chooser");
  private readings: HTMLButtonElement[] = [];
  private orders: HTMLButtonElement[] = [];
  private readonly ties = el("select", { "aria-label": "How the cursors are tied" });
  private readonly mark: HTMLButtonElement;
  private readonly two: HTMLElement;

  constructor(private readonly hooks: ChooserHooks) {
    for (const [tie, words, does] of TIES) {
      this.ties.append(el("option", { value: tie, title: does }, words));
    }
    this.ties.title = `how the cursors are tied (key ${keyOf("tie")})`;
    this.ties.addEventListener("change", () => {
      hooks.tie(this.ties.value as Tie);
      this.ties.blur();
    });
    this.mark = button("mark differences", {
      title: `mark pages that differ (key ${keyOf("mark")})`,
      "aria-pressed": "false",
    }, () => hooks.command("mark"));
    this.two = el(
      "div",
      { class: "group two-logs", role: "group", "aria-label": "Two logs", hidden: true },
      el("label", {}, "tied by ", this.ties),
      button("first difference", { title: `go there (key ${keyOf("parting")})` }, () => {
        hooks.command("parting");
      }),
      this.mark,
    );
  }

  build(readings: readonly ReadingFacts[]): void {
    this.readings = readings.map(({ name, sentence }, i) => {
      const made = button(name, {
        class: "choice",
        role: "radio",
        title: i < 9 ? `${sentence} (key ${i + 1})` : sentence,
        "data-name": name,
      }, () => this.hooks.reading(name));
      if (i < 9) made.append(el("kbd", { "aria-hidden": "true" }, String(i + 1)));
      return made;
    });
    this.orders = ORDERS.map(([order, words, does]) =>
      button(words, {
        class: "choice",
        role: "radio",
        title: `${does} (key ${keyOf("order")})`,
        "data-name": order,
      }, () => this.hooks.order(order))
    );
    this.place.replaceChildren(
      el("span", { class: "bar-word" }, "map shows"),
      el(
        "div",
        { class: "group", role: "radiogroup", "aria-label": "Reading of the map" },
        ...this.readings,
      ),
      el("span", { class: "bar-word" }, "in"),
      el(
        "div",
        { class: "group", role: "radiogroup", "aria-label": "Order of the pages" },
        ...this.orders,
      ),
      button("fit", { title: `all of the map (key ${keyOf("fit")})` }, () => {
        this.hooks.command("fit");
      }),
      this.two,
    );
  }

  show(reading: string, order: Order): void {
    check(this.readings, reading);
    check(this.orders, order);
  }

  /** @param tie null if there is one log */
  showTwo(tie: Tie | null, isMarking: boolean): void {
    this.two.hidden = tie === null;
    if (tie !== null) this.ties.value = tie;
    this.mark.setAttribute("aria-pressed", String(isMarking));
  }
}

function check(choices: readonly HTMLButtonElement[], name: string): void {
  for (const choice of choices) {
    choice.setAttribute("aria-checked", String(choice.dataset.name === name));
  }
}
