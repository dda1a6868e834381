/**
 * The panel of events: those around the cursor, filtered; each line goes to its event.
 * @module
 */
import type { EventLine } from "../../protocol.ts";
import { button, el } from "../dom.ts";
import { count, time } from "../format.ts";
import type { Desk, Panel } from "./panel.ts";

const LINES = 120, TYPING_MS = 200;

export class EventsPanel implements Panel {
  readonly element: HTMLElement;
  readonly filter: HTMLInputElement;
  private readonly list = el("ol", { class: "lines events", "aria-label": "Events" });
  private readonly note = el("p", { class: "note", role: "status" });
  /** Where the list is, if it was turned away from the cursor. */
  private away: number | null = null;
  private shownAt = -1;
  private lines: readonly EventLine[] = [];
  private typed: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(private readonly desk: Desk) {
    this.filter = el("input", {
      type: "search",
      class: "filter",
      placeholder: "filter: hint-read, 0x5a3c1, actor=writer",
      "aria-label": "Filter the events",
      title: "Filter the events (key /)",
      spellcheck: "false",
      autocomplete: "off",
    });
    this.filter.addEventListener("input", () => {
      clearTimeout(this.typed);
      this.typed = setTimeout(() => this.again(), TYPING_MS);
    });
    this.filter.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      void this.find(event.shiftKey);
    });
    this.element = el(
      "div",
      { class: "panel-body" },
      el(
        "div",
        { class: "row" },
        this.filter,
        button("▲", { class: "small", title: "match before (Shift Enter)" }, () => this.find(true)),
        button("▼", { class: "small", title: "next match (Enter)" }, () => this.find(false)),
      ),
      this.note,
      button("earlier", { class: "more" }, () => this.turn(-1)),
      this.list,
      button("later", { class: "more" }, () => this.turn(1)),
    );
  }

  async refresh(): Promise<void> {
    const { event } = this.desk.stand();
    if (event !== this.shownAt) this.away = null;
    this.shownAt = event;
    await this.load(this.away ?? event);
  }

  private again(): void {
    this.away = null;
    this.refresh().catch(this.desk.failed);
  }

  /** What was typed, as the engine has it: a bare name is a kind, a bare number a page. */
  private get match(): string {
    return this.filter.value.trim().split(/[\s,]+/).filter((word) => word !== "").map((word) =>
      word.includes("=")
        ? word
        : /^(0x)?[\da-f]*\d[\da-f]*$/i.test(word)
        ? `page=${word}`
        : `kind=${word}`
    ).join(" ");
  }

  private async find(back: boolean): Promise<void> {
    const { match } = this;
    if (match === "") return;
    try {
      this.note.textContent = "searching ...";
      const event = await this.desk.engine.ask("find", match, back);
      this.note.textContent = event === null
        ? `no event ${back ? "before" : "after"} this one matches`
        : "";
      if (event !== null) this.desk.jump(event);
    } catch (why) {
      this.note.textContent = wordsOf(why);
    }
  }

  private turn(way: 1 | -1): void {
    const edge = way > 0 ? this.lines.at(-1) : this.lines[0];
    if (edge === undefined) return;
    this.away = edge.event;
    this.load(edge.event).catch(this.desk.failed);
  }

  private async load(around: number): Promise<void> {
    const asked = ++this.asked;
    try {
      const lines = await this.desk.engine.ask("lines", around, LINES, this.match);
      if (asked !== this.asked) return;
      this.lines = lines;
      this.note.textContent = lines.length > 0
        ? ""
        : this.filter.value === ""
        ? "This log has no events."
        : "No event matches.";
      this.draw(around);
    } catch (why) {
      // most likely a filter that is not finished yet: say so where it is typed
      this.note.textContent = wordsOf(why);
    }
  }

  private draw(around: number): void {
    const { event } = this.desk.stand();
    const { clock } = this.desk.facts;
    const rows = this.lines.map((line) => {
      const here = line.event === event;
      const row = button("", {
        class: `line is-${familyOf(line.kind)}`,
        "aria-current": here ? "true" : undefined,
        title: `${line.kind}: go to event ${count(line.event)}`,
      }, () => this.desk.jump(line.event));
      row.append(
        el("span", { class: "line-event" }, count(line.event)),
        el("span", { class: "line-time" }, time(line.time, clock)),
        el(
          "span",
          { class: "line-text" },
          el("span", { class: "line-kind" }, line.kind),
          " ",
          el("span", { class: "line-rest" }, restOf(line)),
        ),
      );
      return el("li", { class: line.event > event ? "is-ahead" : "" }, row);
    });
    this.list.replaceChildren(...rows);
    const nearest = rows[this.lines.findLastIndex((line) => line.event <= around)] ?? rows[0];
    if (nearest !== undefined) {
      this.list.scrollTop = nearest.offsetTop - this.list.clientHeight / 2;
    }
  }
}

/** What the line says besides its kind. */
function restOf({ kind, text }: EventLine): string {
  return text.startsWith(`${kind} `) ? text.slice(kind.length + 1) : text === kind ? "" : text;
}

/** Families of kinds, for the mark at the line's begin. */
function familyOf(kind: string): string {
  if (/^(hint|block-held|block-returned|report|array)/.test(kind)) return "hint";
  if (/^(lock|interrupts|context)/.test(kind)) return "lock";
  if (/^(round|page-?s?-sent|zero|bits|pages-read|migration|guest|switched|postcopy)/.test(kind)) {
    return "migration";
  }
  if (/^(page-written|page-relied|log|write|device)/.test(kind)) return "write";
  return "memory";
}

function wordsOf(why: unknown): string {
  return why instanceof Error ? why.message : String(why);
}
