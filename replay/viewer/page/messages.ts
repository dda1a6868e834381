/**
 * What went wrong, in one line at the top of the page, where it is seen and read out.
 * @module
 */
import { button, el } from "./dom.ts";

const SIGNS = { error: "✖", warning: "⚠" } as const;

export class Messages {
  private readonly shown = new Map<string, HTMLElement>();

  constructor(private readonly place: HTMLElement) {}

  /** Something could not be done. */
  failed(why: unknown): void {
    this.say(why instanceof Error ? why.message : String(why), "error");
  }

  /** Something is as it should not be, but the rest is shown. */
  warn(words: string): void {
    this.say(words, "warning");
  }

  private say(words: string, kind: keyof typeof SIGNS): void {
    if (this.shown.has(words)) return;
    const line = el(
      "div",
      { class: `message is-${kind}`, role: "alert" },
      el("span", { class: "message-sign", "aria-hidden": "true" }, SIGNS[kind]),
      el("span", { class: "message-text" }, words),
      button("close", { class: "small" }, () => {
        this.shown.delete(words);
        line.remove();
      }),
    );
    this.shown.set(words, line);
    this.place.append(line);
  }

  clear(): void {
    this.shown.clear();
    this.place.replaceChildren();
  }
}
