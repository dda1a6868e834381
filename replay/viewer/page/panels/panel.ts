/**
 * What a panel is: a part of the right column that tells of one log, at the event where it stands.
 * @module
 */
import type { LogFacts, Stand, TextLine } from "../../protocol.ts";
import type { Engine } from "../client.ts";
import { button, el } from "../dom.ts";
import { count } from "../format.ts";

/** What a panel may know and do. */
export interface Desk {
  readonly engine: Engine;
  readonly facts: LogFacts;
  stand(): Stand;
  /** The page that was chosen, or else the one under the mouse. */
  page(): number | null;
  jump(event: number): void;
  choose(pfn: number | null): void;
  failed(why: unknown): void;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Called when the panel is seen and the log stands elsewhere than before, or another page is looked at. */
  refresh(): Promise<void>;
}

/** A line of text that begins with its event's number, which stands beside it already. */
function withoutNumber(text: string, event: number): string {
  const trimmed = text.trimStart(), number = count(event);
  return trimmed.startsWith(`${number} `) ? trimmed.slice(number.length).trimStart() : text;
}

/** Lines of text; those that are about an event are buttons that go there. */
export function textLines(lines: readonly TextLine[], desk: Desk): HTMLElement {
  const at = desk.stand().event;
  return el(
    "ol",
    { class: "lines" },
    ...lines.map(({ text, event }) => {
      if (event === null) return el("li", { class: "line is-plain" }, text);
      const line = button("", {
        class: "line",
        title: `go to event ${count(event)}`,
        "aria-current": event === at ? "true" : undefined,
      }, () => desk.jump(event));
      line.append(
        el("span", { class: "line-event" }, count(event)),
        el("span", { class: "line-text" }, withoutNumber(text, event)),
      );
      return el("li", { class: event > at ? "is-ahead" : "" }, line);
    }),
  );
}
