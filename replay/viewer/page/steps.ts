/**
 * Steps by key and by button: by event, by hint, by finding, by round, to begin and end.
 * @module
 */
import type { StepBy } from "../protocol.ts";
import type { Command } from "./keys.ts";
import type { Side, Wish } from "./side.ts";

const BY: Readonly<Partial<Record<Command, readonly [by: StepBy, back: boolean]>>> = {
  "next-hint": ["hint", false],
  "prev-hint": ["hint", true],
  "next-finding": ["finding", false],
  "prev-finding": ["finding", true],
  "next-round": ["round", false],
  "prev-round": ["round", true],
};
const FAR = 100;

export class Steps {
  private isAsking = false;

  /** @param say what is to be told to those who do not see */
  constructor(
    private readonly side: () => Side | null,
    private readonly go: (wish: Wish) => Promise<void>,
    private readonly say: (words: string) => void,
  ) {}

  /** Takes a command if it is a step; false if it is not. */
  take(command: Command): boolean {
    const side = this.side();
    const asked = BY[command];
    if (asked !== undefined) {
      if (side !== null) void this.by(side, ...asked);
      return true;
    }
    const event = side === null ? null : eventOf(command, side.wantedEvent, side.facts.events);
    if (event === null) return false;
    void this.go({ event });
    return true;
  }

  private async by(side: Side, by: StepBy, back: boolean): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const event = await side.step(by, back);
      if (event === null) this.say(`no ${by} ${back ? "before" : "after"} this event`);
      else await this.go({ event });
    } catch (why) {
      this.say(String(why));
    } finally {
      this.isAsking = false;
    }
  }
}

/** Where a plain step leads; null if the command is none. */
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
