/**
 * The panel that says what one sees: the log's facts, and how to read map and time.
 * @module
 */
import type { LogFacts } from "../../protocol.ts";
import { el } from "../dom.ts";
import { count, frame, pages } from "../format.ts";
import type { Panel } from "./panel.ts";

const HOW: readonly (readonly [what: string, words: string])[] = [
  [
    "The map",
    "Each cell is a page frame of the guest, 4 KiB. The colour says what the chosen reading says of it; " +
    "the legend has the words, a sign and a pattern for each colour. Lines mark zones and pageblocks. " +
    "Where a pixel covers many pages it shows their mixture, but an alarm (orange, red) always shows.",
  ],
  [
    "Rows or Hilbert",
    "Rows lie in the order of page numbers. On Hilbert's curve neighbours stay neighbours, so a block " +
    "of pages is a patch.",
  ],
  [
    "Time",
    "Curves and lanes share one axis. The cursor is the event where everything on this page stands: " +
    "the map, the lists, the page. All of it is rebuilt from the log's events, so going back is as " +
    "good as going on.",
  ],
  [
    "Hints",
    "The guest tells the host which pages are free (a hint); the host skips them. A hinted page that is " +
    "handed out again is stale; a page is lost if the guest may rely on it and it differs at the " +
    "destination after the switch-over.",
  ],
];

export class AboutPanel implements Panel {
  readonly element: HTMLElement;

  constructor(facts: LogFacts) {
    this.element = el(
      "div",
      { class: "panel-body is-scrolled about" },
      el("h3", {}, facts.name),
      el("p", {}, facts.title),
      el(
        "dl",
        { class: "facts" },
        ...rows(facts).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
      ),
      ...HOW.flatMap(([what, words]) => [el("h3", {}, what), el("p", {}, words)]),
    );
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }
}

function rows(facts: LogFacts): (readonly [string, string])[] {
  return [
    ["events", count(facts.events)],
    ["memory", `${count(facts.frames)} page frames, ${pages(facts.frames)}`],
    ["cpus", String(facts.cpus)],
    [
      "zones",
      facts.zones.map(({ name, start, end }) =>
        `${name} ${frame(start)} to ${frame(Math.max(start, end - 1))}`
      ).join(", "),
    ],
    ["clock", facts.clock === "ns" ? "nanoseconds" : "a counter that tells no time"],
    ["actors", facts.lanes.join(", ")],
  ];
}
