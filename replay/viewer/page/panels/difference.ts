/**
 * The panel of differences: where two logs part, in words; asked once, when it is first seen.
 * @module
 */
import type { Parting } from "../../protocol.ts";
import { button, el } from "../dom.ts";
import { count } from "../format.ts";
import type { Panel } from "./panel.ts";

export class DifferencePanel implements Panel {
  readonly element = el("div", { class: "panel-body is-scrolled" });
  private isAsked = false;

  /**
   * @param ask where the logs part
   * @param jump goes there
   */
  constructor(
    private readonly ask: () => Promise<Parting>,
    private readonly jump: (event: number) => void,
  ) {}

  async refresh(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    const note = el("p", { class: "note", role: "status" }, "comparing the two logs ...");
    this.element.replaceChildren(note);
    try {
      this.show(await this.ask());
    } catch (why) {
      note.textContent = why instanceof Error ? why.message : String(why);
    }
  }

  private show({ event, lines }: Parting): void {
    const head = event === null
      ? el("p", {}, "The two logs do not part: they tell the same.")
      : button(`go to event ${count(event)}, the first that differs`, { class: "main" }, () => {
        this.jump(event);
      });
    this.element.replaceChildren(head, el("pre", { class: "difference" }, lines.join("\n")));
  }
}
