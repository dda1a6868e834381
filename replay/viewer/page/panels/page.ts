/**
 * The panel of one page: what it is now, and its life story, each line a jump.
 * @module
 */
import type { PageLife } from "../../protocol.ts";
import { button, el } from "../dom.ts";
import { count, frame, typedFrame } from "../format.ts";
import type { Desk, Panel } from "./panel.ts";

const PIECE_MS = 200;

export class PagePanel implements Panel {
  readonly element: HTMLElement;
  private readonly box = el("input", {
    class: "pfn",
    "aria-label": "Page number",
    placeholder: "0x5a3c1",
    spellcheck: "false",
    autocomplete: "off",
    title: "Type a page's number and Enter",
  });
  private readonly body = el("div", {});
  private readonly free: HTMLButtonElement;
  private asked = 0;

  constructor(private readonly desk: Desk) {
    this.free = button("let go", {
      class: "small",
      title: "show the page under the mouse again",
    }, () => desk.choose(null));
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const pfn = typedFrame(this.box.value);
      if (pfn === null || pfn >= desk.facts.frames) {
        desk.failed(
          new Error(
            `No page ${JSON.stringify(this.box.value)}: pages run from 0x0 to ${
              frame(desk.facts.frames - 1)
            }`,
          ),
        );
      } else desk.choose(pfn);
    });
    this.element = el(
      "div",
      { class: "panel-body is-scrolled" },
      el("div", { class: "row" }, el("label", {}, "page ", this.box), this.free),
      this.body,
    );
    this.empty();
  }

  async refresh(): Promise<void> {
    const pfn = this.desk.page();
    if (pfn === null) return this.empty();
    const asked = ++this.asked;
    for (let isDone = false; !isDone;) {
      const life = await this.desk.engine.ask("page", pfn);
      if (asked !== this.asked) return;
      this.show(life);
      isDone = life.done;
      if (!isDone) await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
      if (asked !== this.asked) return;
    }
  }

  private show(life: PageLife): void {
    const { pfn } = life;
    if (document.activeElement !== this.box) this.box.value = frame(pfn);
    this.free.hidden = false;
    this.body.replaceChildren(
      el("h3", {}, `${frame(life.pfn)}  ${life.zone}`),
      el(
        "dl",
        { class: "facts" },
        ...life.now.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
      ),
      el("h3", {}, "Its life"),
      life.done
        ? story(life.lines, this.desk)
        : el("p", { class: "note", role: "status" }, "reading the log for its life ..."),
    );
  }

  private empty(): void {
    this.asked++;
    this.free.hidden = true;
    this.box.value = "";
    this.body.replaceChildren(
      el(
        "p",
        { class: "note" },
        "Point at a page of the map to see what it is and its whole life; click to keep it. " +
          "By keyboard: m, arrows, Enter.",
      ),
    );
  }
}

/** A life; what is told of an event is a button that goes there. */
function story(lines: PageLife["lines"], desk: Desk): HTMLElement {
  const at = desk.stand().event;
  return el(
    "ol",
    { class: "lines life" },
    ...lines.map(({ event, time, who, text }) => {
      if (event === null) return el("li", { class: "line is-plain" }, text);
      const line = button("", {
        class: "line",
        title: `go to event ${count(event)}`,
        "aria-current": event === at ? "true" : undefined,
      }, () => desk.jump(event));
      line.append(
        el("span", { class: "line-event" }, count(event)),
        el("span", { class: "line-time" }, time),
        el("span", { class: "line-who" }, who),
        el("span", { class: "line-text" }, text),
      );
      return el("li", { class: event > at ? "is-ahead" : "" }, line);
    }),
  );
}
