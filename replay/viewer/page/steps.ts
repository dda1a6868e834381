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
/** So many presses wait for the one that is looked for; a key that is held down gives many more. */
const WAITING_MOST = 4;

export class Steps {
  private waiting = 0;
  private last: Promise<void> = Promise.resolve();

  /**
   * @param say what is to be told to those who do not see
   * @param failed why a step could not be looked for
   */
  constructor(
    private readonly side: () => Side | null,
    private readonly go: (wish: Wish) => Promise<void>,
    private readonly say: (words: string) => void,
    private readonly failed: (why: unknown) => void,
  ) {}

  /** True while the event of a step is being looked for. */
  get isBusy(): boolean {
    return this.waiting > 0;
  }

  /** Takes a command if it is a step; false if it is not. */
  take(command: Command): boolean {
    const side = this.side();
    if (side === null || !(command in BY) && eventOf(command, 0, 1) === null) return false;
    // A plain step needs no looking, and joins those that are under way; but it does not overtake.
    if (!(command in BY) && this.waiting === 0) this.plain(side, command);
    else if (this.waiting < WAITING_MOST) {
      this.waiting++;
      this.last = this.last.then(() => this.by(side, command)).catch(this.failed).finally(() => {
        this.waiting--;
      });
    }
    return true;
  }

  private plain(side: Side, command: Command): void {
    const event = eventOf(command, side.wantedEvent, side.facts.events);
    if (event !== null) this.go({ event }).catch(this.failed);
  }

  private async by(side: Side, command: Command): Promise<void> {
    const asked = BY[command];
    if (asked === undefined) return this.plain(side, command);
    const [by, back] = asked;
    await side.settled();
    const event = await side.step(by, back);
    if (event === null) this.say(`no ${by} ${back ? "before" : "after"} this event`);
    else await this.go({ event });
  }
}
