/**
 * Two logs side by side: the one follows the other's cursor, pages that differ are marked, and where the
 * logs part is found once.
 * @module
 */
import type { Parting } from "../protocol.ts";
import { Latest } from "./latest.ts";
import type { Side } from "./side.ts";
import { compared, followerWish, type PartedAt, type Tie, TIE_NAMES } from "./tie.ts";

export class Comparison {
  tie: Tie = "event";
  isMarking = true;
  private parting: Promise<Parting> | null = null;
  private parted: { event: number; times: readonly [number, number] } | null = null;
  private readonly marks: Latest<null>;

  constructor(
    readonly first: Side,
    readonly second: Side,
    failed: (why: unknown) => void,
  ) {
    this.marks = new Latest(() => this.mark(), failed);
  }

  get isBusy(): boolean {
    return this.marks.isBusy;
  }

  other(side: Side): Side {
    return side === this.first ? this.second : this.first;
  }

  nextTie(): void {
    this.tie = TIE_NAMES[(TIE_NAMES.indexOf(this.tie) + 1) % TIE_NAMES.length];
  }

  /** Brings the other log to where it belongs by the tie. */
  async follow(leader: Side): Promise<void> {
    if (this.tie === "parting" && this.parted === null) await this.findParting();
    const wish = followerWish(this.tie, leader.stand, this.partedFor(leader));
    if (wish !== null) await this.other(leader).go(wish);
    const marked = this.marks.wish(null);
    // while playing, marks come as fast as they can, but hold nothing up
    if (!leader.isPlaying) await marked;
  }

  toggleMarks(): void {
    this.isMarking = !this.isMarking;
    void this.marks.wish(null);
  }

  /** Where the logs part, in words and as an event; asked once. */
  findParting(): Promise<Parting> {
    this.parting ??= this.askParting();
    return this.parting;
  }

  private async askParting(): Promise<Parting> {
    const found = await this.first.engine.ask("parting", this.second.from);
    if (found.event !== null) {
      const [a, b] = await Promise.all(
        [this.first, this.second].map(({ engine }) => engine.ask("lines", found.event!, 1, "")),
      );
      this.parted = { event: found.event, times: [a[0]?.time ?? 0, b[0]?.time ?? 0] };
    }
    return found;
  }

  private partedFor(leader: Side): PartedAt | null {
    if (this.parted === null) return null;
    const { event, times } = this.parted;
    const [a, b] = leader === this.first ? times : [times[1], times[0]];
    return { event, time: a, otherTime: b };
  }

  private async mark(): Promise<void> {
    const { first, second } = this;
    if (!this.isMarking) {
      for (const side of [first, second]) side.map.mark(null, 0);
      return;
    }
    const [a, b] = await Promise.all([first.engine.ask("signs"), second.engine.ask("signs")]);
    const { marks, differing } = compared(a, b);
    for (const side of [first, second]) {
      side.map.mark(marks.subarray(0, side.facts.frames), differing);
    }
  }

  /** Called when a log is taken away. */
  end(): void {
    this.isMarking = false;
    this.first.map.mark(null, 0);
  }
}
