/**
 * The panel of findings: what the audit's rules say of the log, each a jump to its event and page.
 * @module
 */
import type { FoundByAudit } from "../../protocol.ts";
import { button, el } from "../dom.ts";
import { count, frame } from "../format.ts";
import type { Desk, Panel } from "./panel.ts";

const SHOWN_MOST = 500;

export class FindingsPanel implements Panel {
  readonly element: HTMLElement;
  private readonly note = el(
    "p",
    { class: "note", role: "status" },
    "The audit has not begun yet.",
  );
  private readonly list = el("ol", { class: "lines findings" });
  private all: readonly FoundByAudit[] = [];
  private shown = -1;
  private at = -1;

  constructor(private readonly desk: Desk) {
    this.element = el("div", { class: "panel-body" }, this.note, this.list);
  }

  /** What the audit has found so far. */
  found(findings: readonly FoundByAudit[], total: number, done: boolean): void {
    this.all = findings;
    const words = total === 1 ? "1 finding" : `${count(total)} findings`;
    const cut = findings.length > SHOWN_MOST || total > findings.length
      ? `; the first ${count(Math.min(SHOWN_MOST, findings.length))} are shown`
      : "";
    this.note.textContent = !done
      ? `${words} so far: the audit is still reading ...`
      : total === 0
      ? "No finding: the rules have nothing to say against this log."
      : `${words}${cut}. A finding is a result, not an error.`;
    this.draw();
  }

  refresh(): Promise<void> {
    this.draw();
    return Promise.resolve();
  }

  private draw(): void {
    const { event } = this.desk.stand();
    if (this.shown === this.all.length && this.at === event) return;
    this.shown = this.all.length;
    this.at = event;
    this.list.replaceChildren(
      ...this.all.slice(0, SHOWN_MOST).map((finding) => {
        const line = button("", {
          class: "line",
          "aria-current": finding.event === event ? "true" : undefined,
          title: `go to event ${count(finding.event)}`,
        }, () => {
          if (finding.pfn !== null) this.desk.choose(finding.pfn);
          this.desk.jump(finding.event);
        });
        line.append(
          el("span", { class: "line-event" }, `⚑ ${count(finding.event)}`),
          el("span", { class: "line-time" }, finding.pfn === null ? "" : frame(finding.pfn)),
          el("span", { class: "line-text" }, el("b", {}, finding.rule), ` ${finding.message}`),
        );
        return el("li", {}, line);
      }),
    );
  }
}
