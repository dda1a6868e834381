/**
 * Counters: pages that are free, dirty in the hypervisor's log, and still to be sent. Of each step a counter
 * keeps the lowest, the highest and the last value, each at its time, so that no dip is lost.
 * @module
 */
import type { Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import type { Fold } from "../../fold.ts";
import { LoggedPages } from "../../plot/logged_pages.ts";
import { Group, type Moment, type Sink } from "./trace.ts";

/** A counter's line. */
class Line {
  private begun = false;
  private from = 0;
  private value = 0;
  private at = 0;
  private low = 0;
  private lowAt = 0;
  private high = 0;
  private highAt = 0;
  private isHeld = false;

  constructor(
    private readonly trace: Sink,
    private readonly name: string,
    private readonly step: number,
  ) {}

  /** The counter has this value from a time on. */
  note(value: number, at: number): void {
    if (this.begun && value === this.value) return;
    if (this.isHeld && at >= this.from + this.step) this.flush();
    if (!this.isHeld) {
      this.from = this.lowAt = this.highAt = at;
      this.low = this.high = value;
      this.isHeld = true;
    }
    if (value < this.low) [this.low, this.lowAt] = [value, at];
    if (value > this.high) [this.high, this.highAt] = [value, at];
    [this.begun, this.value, this.at] = [true, value, at];
    if (this.step === 0) this.flush();
  }

  flush(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    const { low, lowAt, high, highAt, value, at } = this;
    const [a, aAt, b, bAt] = lowAt <= highAt
      ? [low, lowAt, high, highAt]
      : [high, highAt, low, lowAt];
    this.put(a, aAt);
    if (b !== a) this.put(b, bAt);
    if (value !== b) this.put(value, at);
  }

  private put(value: number, at: number): void {
    this.trace.counter(Group.Memory, this.name, "pages", at, value);
  }
}

export class Counters implements Fold {
  private readonly logged: LoggedPages;
  private readonly free: Line;
  private readonly dirty: Line;
  private readonly remaining: Line;

  constructor(
    private readonly memory: MemoryView,
    private readonly moment: Moment,
    trace: Sink,
    step: number,
  ) {
    this.logged = new LoggedPages(memory);
    trace.group(Group.Memory, "memory");
    this.free = new Line(trace, "free", step);
    this.dirty = new Line(trace, "dirty", step);
    this.remaining = new Line(trace, "remaining", step);
  }

  before(words: Words, index: number): void {
    this.logged.before(words, index);
  }

  after(words: Words, index: number): void {
    const { zoneFree, status } = this.memory;
    this.logged.after(words, index);
    if (status[Status.Ready] === 0) return;
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    const at = this.moment.ns;
    this.free.note(free, at);
    this.dirty.note(this.logged.pages, at);
    this.remaining.note(status[Status.Dirty], at);
  }

  finish(): void {
    for (const line of [this.free, this.dirty, this.remaining]) line.flush();
  }
}
