/**
 * The panel of a counterexample's story: its steps by number, each a jump, and buttons to go along.
 * @module
 */
import { button, el } from "../dom.ts";
import { count } from "../format.ts";
import type { Desk, Panel } from "./panel.ts";

export class StoryPanel implements Panel {
  readonly element: HTMLElement;
  private readonly rows: HTMLButtonElement[];
  private readonly where = el("p", { class: "note", role: "status" });

  constructor(private readonly desk: Desk) {
    const { steps } = desk.facts;
    this.rows = steps.map(({ event, text }, i) => {
      const row = button(
        "",
        { class: "step", title: `event ${count(event)}` },
        () => desk.jump(event),
      );
      row.append(
        el("span", { class: "step-number" }, String(i + 1)),
        el("span", { class: "line-text" }, text),
      );
      return row;
    });
    this.element = el(
      "div",
      { class: "panel-body is-scrolled" },
      el(
        "div",
        { class: "row" },
        button("◀ step before", { class: "small" }, () => this.turn(-1)),
        button("next step ▶", { class: "small" }, () => this.turn(1)),
      ),
      this.where,
      el("ol", { class: "steps" }, ...this.rows.map((row) => el("li", {}, row))),
    );
  }

  refresh(): Promise<void> {
    const now = this.now();
    this.where.textContent = now < 0
      ? `A way of ${this.rows.length} steps; the first is still to come.`
      : `Step ${now + 1} of ${this.rows.length}.`;
    this.rows.forEach((row, i) => {
      row.classList.toggle("is-done", i < now);
      if (i === now) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
    this.rows[Math.max(0, now)]?.scrollIntoView({ block: "nearest" });
    return Promise.resolve();
  }

  /** The last step that is done; -1 before the first. */
  private now(): number {
    const { event } = this.desk.stand();
    return this.desk.facts.steps.findLastIndex((step) => step.event <= event);
  }

  private turn(way: 1 | -1): void {
    const step = this.desk.facts.steps[this.now() + way];
    if (step !== undefined) this.desk.jump(step.event);
    else if (way < 0) this.desk.jump(0);
  }
}
