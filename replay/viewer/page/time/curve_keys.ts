/**
 * The curves' legend: each one's line, name, and value at the cursor; a press shows or hides it.
 * @module
 */
import type { Curve, Overview } from "../../protocol.ts";
import { button, el, pen } from "../dom.ts";
import { bytes } from "../format.ts";
import type { Theme } from "../map/palette.ts";
import { lastAtMost } from "./axis.ts";
import type { Curves } from "./curves.ts";
import { strokeOf } from "./strokes.ts";

const PAGE_BYTES = 4096;

export class CurveKeys {
  readonly element = el("div", { class: "time-keys", role: "group", "aria-label": "Curves" });
  private values: HTMLElement[] = [];

  /** @param changed another choice of curves is to be drawn */
  constructor(private readonly curves: Curves, private readonly changed: () => void) {}

  build(curves: readonly Curve[], theme: Theme): void {
    this.values = curves.map(() => el("span", { class: "time-value" }));
    this.element.replaceChildren(...curves.map(({ name }, i) => {
      const key = button("", {
        class: "time-key",
        "aria-pressed": String(this.curves.isShown(name)),
        title: `${name}: show or hide`,
      }, () => {
        key.setAttribute("aria-pressed", String(this.curves.toggle(name)));
        this.changed();
      });
      key.append(sample(name, i, theme), el("span", {}, name), this.values[i]);
      return key;
    }));
  }

  /** The values at a time. */
  show({ times, curves }: Overview, time: number): void {
    const at = Math.max(0, lastAtMost(times, time));
    curves.forEach(({ unit, last }, i) => {
      const value = last[Math.min(at, last.length - 1)] ?? 0, shown = this.values[i];
      if (shown) shown.textContent = bytes(unit === "pages" ? value * PAGE_BYTES : value);
    });
  }
}

/** A piece of a curve's line, with its dashes. */
function sample(name: string, nth: number, theme: Theme): HTMLCanvasElement {
  const ratio = devicePixelRatio || 1;
  const canvas = el("canvas", { class: "time-sample", width: 26 * ratio, height: 8 * ratio });
  const context = pen(canvas);
  if (context === null) return canvas;
  const { colour, dash, width } = strokeOf(name, nth, theme);
  context.scale(ratio, ratio);
  context.strokeStyle = colour;
  context.lineWidth = width + 0.6;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(0, 4);
  context.lineTo(26, 4);
  context.stroke();
  return canvas;
}
