/**
 * Light, dark, or as the system has it; remembered if the browser lets us.
 * @module
 */
import type { Theme } from "./map/palette.ts";

type Choice = Theme | "system";
const CHOICES: readonly Choice[] = ["system", "light", "dark"];
const KEY = "hintlab-theme";

export class Themes {
  private choice: Choice = remembered();
  private readonly system = matchMedia("(prefers-color-scheme: dark)");

  /** @param changed called with each new theme, and with its name in words */
  constructor(private readonly changed: (theme: Theme, words: string) => void) {
    this.system.addEventListener("change", () => this.show());
  }

  get now(): Theme {
    return this.choice !== "system" ? this.choice : this.system.matches ? "dark" : "light";
  }

  get words(): string {
    return this.choice === "system" ? `as the system: ${this.now}` : this.choice;
  }

  next(): void {
    this.choice = CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length];
    try {
      localStorage.setItem(KEY, this.choice);
    } catch {
      // a page that may not remember still changes its theme
    }
    this.show();
  }

  show(): void {
    document.documentElement.dataset.theme = this.now;
    this.changed(this.now, this.words);
  }
}

function remembered(): Choice {
  try {
    return CHOICES.find((choice) => choice === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}

/** A colour of the sheet, for canvases. */
export function colourOf(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
