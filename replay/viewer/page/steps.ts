/**
 * Steps by key and by button: by event, by hint, by finding, by round, to begin and end.
 * @module
 */
import type { StepBy } from "../protocol.ts";
import type { Command } from "./keys.ts";
import type { Side } from "./side.ts";
import { eventOf, type Wish } from "./wish.ts";

const BY: Readonly<Partial<Record<Command, readonly [by: StepBy, back: boolean]>>> = {
  "next-hint": ["hint", false],
  "prev-hint": ["hint", true],
  "next-finding": ["finding", false],
  "prev-finding": ["finding", true],
  "next-round": ["round", false],
  "prev-round": ["round", true],
};

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
