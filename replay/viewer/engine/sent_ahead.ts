/**
 * Rounds of sending at an event that may be far: what takes long is read while nobody asks.
 * @module
 */
import { eventName } from "../../text.ts";
import type { BlockLog } from "./blocks.ts";
import type { Tools } from "./position.ts";
import { SentRounds } from "./sent_rounds.ts";

/** Blocks that are read at once: three seconds of it. */
const BLOCKS_AT_ONCE = 256;

export class SentAhead {
  private sent: SentRounds | null = null;
  /** The event to which they are read on; null if nobody waits for them. */
  private target: number | null = null;

  constructor(
    private readonly log: BlockLog,
    private readonly frames: number,
    private readonly tools: Pick<Tools, "now">,
  ) {}

  /**
   * By page: see the reading `sent`.
   * @throws RangeError if too much of the log has to be read first: it is, by `work`
   */
  roundsAt(event: number): Uint8Array {
    const sent = this.sent ??= new SentRounds(this.log, this.frames);
    if (event > sent.at && sent.blocksTo(event) > BLOCKS_AT_ONCE) {
      this.target = event;
      throw new RangeError(
        `rounds of sending are read up to ${eventName(sent.at)} so far; ask again`,
      );
    }
    this.target = null;
    sent.seek(event);
    return sent.pages;
  }

  /** Reads on for about so many ms; false if nobody waits for it. */
  work(ms: number): boolean {
    const { log, sent, target, tools } = this, begin = tools.now();
    if (sent === null || target === null) return false;
    while (sent.at < target && tools.now() - begin < ms) {
      sent.seek(Math.min(target, log.endOf(log.blockOf(sent.at + 1))));
    }
    if (sent.at >= target) this.target = null;
    return this.target !== null;
  }
}
