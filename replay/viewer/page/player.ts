/**
 * Plays a log: moves the cursor on as time goes by, event by event or by the log's own time, and never
 * asks for a picture before the last one is on the screen.
 * @module
 */
import type { Side } from "./side.ts";

export interface Speed {
  readonly words: string;
  /** Events a second; or, if null, `seconds` for the stretch of time that is in view. */
  readonly events: number | null;
  readonly seconds: number;
}

export const SPEEDS: readonly Speed[] = [
  { words: "1 event / s", events: 1, seconds: 0 },
  { words: "4 events / s", events: 4, seconds: 0 },
  { words: "20 events / s", events: 20, seconds: 0 },
  { words: "100 events / s", events: 100, seconds: 0 },
  { words: "view in 2 min", events: null, seconds: 120 },
  { words: "view in 1 min", events: null, seconds: 60 },
  { words: "view in 30 s", events: null, seconds: 30 },
  { words: "view in 10 s", events: null, seconds: 10 },
  { words: "view in 4 s", events: null, seconds: 4 },
];
const SHORT_LOG = 3000;

/** What suits a log: few events are shown one by one. */
export function speedFor(events: number): number {
  return events < 300 ? 1 : events < SHORT_LOG ? 2 : 6;
}

export class Player {
  speed = 6;
  private frame = 0;
  private last = 0;
  private place = 0;
  private isGoing = false;

  /** @param changed it plays, or no longer */
  constructor(
    private readonly side: () => Side | null,
    private readonly go: (side: Side, wish: { event: number } | { time: number }) => Promise<void>,
    private readonly changed: (isPlaying: boolean) => void,
  ) {}

  get isPlaying(): boolean {
    return this.frame !== 0;
  }

  toggle(): void {
    if (this.isPlaying) this.stop();
    else this.start();
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.changed(false);
  }

  setSpeed(speed: number): void {
    this.speed = Math.min(Math.max(0, speed), SPEEDS.length - 1);
    this.begin();
  }

  private start(): void {
    const side = this.side();
    if (side === null) return;
    if (side.stand.event >= side.facts.events) void this.go(side, { event: 0 });
    this.begin();
    this.frame = requestAnimationFrame((now) => this.tick(now));
    this.changed(true);
  }

  /** From where the cursor is now. */
  private begin(): void {
    const side = this.side();
    if (side === null) return;
    const isEnd = side.stand.event >= side.facts.events;
    const { from } = side.time.whole;
    const byEvents = SPEEDS[this.speed].events !== null;
    this.place = byEvents
      ? isEnd ? 0 : side.stand.event
      : isEnd
      ? from
      : Math.max(from, side.stand.time);
    this.last = performance.now();
  }

  private tick(now: number): void {
    const side = this.side();
    if (side === null) return this.stop();
    this.frame = requestAnimationFrame((next) => this.tick(next));
    if (this.isGoing || side.map.view.isBusy) return;
    const passed = Math.max(0, now - this.last) / 1000;
    this.last = now;
    const { events, seconds } = SPEEDS[this.speed];
    const { from, to } = side.time.view;
    this.place += events !== null ? events * passed : (to - from) / seconds * passed;
    if (events !== null && Math.floor(this.place) === side.stand.event) return;
    this.isGoing = true;
    const wish = events !== null ? { event: Math.floor(this.place) } : { time: this.place };
    this.go(side, wish).finally(() => {
      this.isGoing = false;
      const isOver = events !== null
        ? this.place >= side.facts.events
        : this.place >= side.time.whole.to;
      if (isOver && this.isPlaying) this.stop();
    });
  }
}
