/**
 * Where the cursor is wanted: at an event, or at a time; and where plain steps lead.
 * @module
 */
import type { Command } from "./keys.ts";

/** At an event, or at the last event up to a time. */
export type Wish = { readonly event: number } | { readonly time: number };

/** A far step is a hundredth of the log. */
const FAR = 100;

/** Where a plain step leads from an event; null if the command is none. */
export function eventOf(command: Command, at: number, events: number): number | null {
  const far = Math.max(1, Math.round(events / FAR));
  switch (command) {
    case "next-event":
      return Math.min(at + 1, events);
    case "prev-event":
      return Math.max(at - 1, 0);
    case "far-next":
      return Math.min(at + far, events);
    case "far-prev":
      return Math.max(at - far, 0);
    case "begin":
      return 0;
    case "end":
      return events;
    default:
      return null;
  }
}
