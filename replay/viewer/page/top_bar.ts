/**
 * The bar at the top: steps and play with their keys, the event and the time (both can be typed), what the
 * migration does, theme and help.
 * @module
 */
import type { LogFacts, Stand } from "../protocol.ts";
import { button, byId, el } from "./dom.ts";
import { count, time, typedNumber, typedTime } from "./format.ts";
import { type Command, keyOf, KEYS, shortKeyOf } from "./keys.ts";
import { SPEEDS } from "./player.ts";
import type { Wish } from "./wish.ts";

export interface TopHooks {
  command(command: Command): void;
  wished(wish: Wish): void;
  speed(speed: number): void;
  open(beside: boolean): void;
  failed(why: unknown): void;
}

const STEPS: readonly (readonly [words: string, back: Command, next: Command])[] = [
  ["event", "prev-event", "next-event"],
  ["hint", "prev-hint", "next-hint"],
  ["finding", "prev-finding", "next-finding"],
  ["round", "prev-round", "next-round"],
];

export class TopBar {
  private readonly event = el("input", {
    id: "event",
    "aria-label": "Event number",
    title: "Type an event's number and Enter (key g)",
    autocomplete: "off",
    spellcheck: "false",
    inputmode: "numeric",
  });
  private readonly time = el("input", {
    id: "time",
    "aria-label": "Time in the log",
    title: "Type a time, as 1.5 ms or 2 s, and Enter",
    autocomplete: "off",
    spellcheck: "false",
  });
  private readonly all = el("span", { class: "faint" });
  private readonly text = el("span", { id: "event-text" });
  private readonly speeds = el("select", {
    "aria-label": "Speed of play",
    title: `Speed of play (keys ${keyOf("slower")} and ${keyOf("faster")})`,
  });
  private readonly play: HTMLButtonElement;
  private readonly theme: HTMLButtonElement;
  private readonly beside: HTMLButtonElement;
  private facts: LogFacts | null = null;

  constructor(private readonly hooks: TopHooks) {
    this.play = this.does("▶ play", "play", "main play");
    SPEEDS.forEach(({ words }, i) => this.speeds.append(el("option", { value: i }, words)));
    this.speeds.addEventListener("change", () => {
      hooks.speed(Number(this.speeds.value));
      this.speeds.blur();
    });
    byId("transport").append(
      this.play,
      this.speeds,
      this.does("|◀", "begin", ""),
      ...STEPS.map(([words, back, next]) =>
        el(
          "div",
          { class: "group step-group", role: "group", "aria-label": `Step by ${words}` },
          this.does("◀", back, ""),
          el("span", { class: "group-word" }, words),
          this.does("▶", next, ""),
        )
      ),
      this.does("▶|", "end", ""),
      el("label", {}, "event ", this.event, this.all),
      el("label", {}, "time ", this.time),
    );
    byId("title").after(this.text);
    this.theme = this.does("theme", "theme", "");
    this.beside = button("compare ...", { title: "open a second log beside this one" }, () => {
      hooks.open(true);
    });
    this.beside.hidden = true;
    byId("tools").append(
      button("open ...", { title: "open a log from the disk" }, () => hooks.open(false)),
      this.beside,
      this.theme,
      this.does("? keys", "help", ""),
    );
    this.listen(this.event, () => this.typedEvent());
    this.listen(this.time, () => this.typedTime());
  }

  setFacts(facts: LogFacts, title: string): void {
    this.facts = facts;
    this.all.textContent = ` of ${count(facts.events)}`;
    this.event.style.width = `${Math.max(6, count(facts.events).length + 2)}ch`;
    byId("title").textContent = title;
    byId("title").title = title;
    document.title = `${facts.name} - hintlab`;
    this.beside.hidden = false;
  }

  show(stand: Stand): void {
    const { facts } = this;
    if (facts === null) return;
    if (document.activeElement !== this.event) this.event.value = count(stand.event);
    if (document.activeElement !== this.time) this.time.value = time(stand.time, facts.clock);
    this.text.textContent = stand.event === 0 ? "before the first event" : stand.text;
    this.text.title = stand.text;
    const round = stand.round > 0 ? `, round ${stand.round}` : "";
    const since = stand.migration === null || stand.migration < 0
      ? ""
      : `, ${time(stand.migration, facts.clock)} in`;
    const phase = stand.phase === "none" || stand.phase === "" ? "no migration" : stand.phase;
    byId("phase").textContent = `${phase}${round}${since}`;
  }

  setPlaying(isPlaying: boolean): void {
    this.play.firstChild!.textContent = isPlaying ? "❚❚ pause" : "▶ play";
    this.play.setAttribute("aria-pressed", String(isPlaying));
  }

  setSpeed(speed: number): void {
    this.speeds.value = String(speed);
  }

  setTheme(words: string): void {
    this.theme.title = `theme: ${words} (key ${keyOf("theme")})`;
    this.theme.setAttribute("aria-label", `Theme: ${words}`);
  }

  /** The box for an event's number, to type in. */
  goTo(): void {
    this.event.focus();
    this.event.select();
  }

  private does(words: string, command: Command, look: string): HTMLButtonElement {
    const row = KEYS.find((row) => row.command === command);
    const tip = `${row?.does ?? command} (key ${keyOf(command)})`;
    const made = button(
      words,
      { class: look, title: tip, "aria-label": row?.does ?? words },
      () => {
        this.hooks.command(command);
      },
    );
    made.append(el("kbd", { "aria-hidden": "true" }, shortKeyOf(command)));
    return made;
  }

  private listen(box: HTMLInputElement, typed: () => void): void {
    box.addEventListener("focus", () => box.select());
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      typed();
      box.blur();
    });
  }

  private typedEvent(): void {
    const number = typedNumber(this.event.value);
    const most = this.facts?.events ?? 0;
    if (number === null || number > most) {
      this.hooks.failed(
        new Error(
          `No event ${JSON.stringify(this.event.value)}: events run from 0 to ${count(most)}`,
        ),
      );
    } else this.hooks.wished({ event: number });
  }

  private typedTime(): void {
    const value = typedTime(this.time.value, this.facts?.clock ?? "ns");
    if (value === null) {
      this.hooks.failed(
        new Error(`No time ${JSON.stringify(this.time.value)}: type it as 250 us, 1.5 ms or 2 s`),
      );
    } else this.hooks.wished({ time: value });
  }
}
