/**
 * The panel of free lists: blocks by order and migratetype in each zone, and the per-cpu lists.
 * @module
 */
import type { FreeList } from "../../protocol.ts";
import { el } from "../dom.ts";
import { count } from "../format.ts";
import type { Desk, Panel } from "./panel.ts";

export class ListsPanel implements Panel {
  readonly element = el("div", { class: "panel-body is-scrolled" });
  private asked = 0;

  constructor(private readonly desk: Desk) {}

  async refresh(): Promise<void> {
    const asked = ++this.asked;
    const lists = await this.desk.engine.ask("lists");
    if (asked !== this.asked) return;
    this.element.replaceChildren(
      ...(lists.length > 0
        ? lists.map(table)
        : [el("p", { class: "note" }, "No free lists at this event.")]),
    );
  }
}

function table({ where, rows, columns }: FreeList): HTMLElement {
  const most = Math.max(1, ...rows.flatMap(({ blocks }) => blocks));
  return el(
    "table",
    { class: "lists" },
    el("caption", {}, `${where}: free blocks`),
    el(
      "thead",
      {},
      el("tr", {}, el("th", {}), ...columns.map((name) => el("th", { scope: "col" }, name))),
    ),
    el(
      "tbody",
      {},
      ...rows.map(({ name, blocks }) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, name),
          ...blocks.map((number) => cell(number, most)),
        )
      ),
    ),
  );
}

/** A number, with a bar behind it that is as long as the number has digits. */
function cell(number: number, most: number): HTMLElement {
  const made = el(
    "td",
    { class: number === 0 ? "is-none" : "" },
    number === 0 ? "-" : count(number),
  );
  const part = Math.log2(1 + number) / Math.log2(1 + most);
  made.style.setProperty("--part", `${(part * 100).toFixed(0)}%`);
  return made;
}
