/**
 * From the tasks of a trace to lanes: the first ones have a lane each, later ones share the lane of
 * their name without the number, and when lanes run out the rest share one.
 * @module
 */
import { ByteNames } from "./names.ts";
import { isBlank, type Line } from "./line.ts";

/** Lanes for single tasks; those behind them are for names. */
const SINGLE_MAX = 200;
/** The lane of all others; lane 0 is the world's. */
const OTHERS = 253;

export class TraceTasks {
  /** Name and last cpu of each lane. */
  readonly lanes: { name: string; cpu: number }[] = [{ name: "world", cpu: 0 }];
  private readonly names = new ByteNames();
  private readonly laneOfTask: number[] = [];
  private readonly laneOfName = new Map<string, number>();
  private last = 0;

  /** Every task that was met, as `name-number`. */
  get all(): readonly string[] {
    return this.names.texts;
  }

  /** Tasks that have no lane of their own. */
  get shared(): number {
    return Math.max(0, this.laneOfTask.length - SINGLE_MAX);
  }

  /** The lane of a line's task. */
  laneOf(line: Line, bytes: Uint8Array): number {
    if (line.sameTask && line.taskKnown) return this.last;
    line.taskKnown = true;
    const id = this.names.idOf(bytes, line.taskFrom, line.taskUntil);
    if (id === this.laneOfTask.length) {
      this.laneOfTask.push(this.add(id, line, isBlank(bytes[line.pidFrom - 1])));
    }
    return this.last = this.laneOfTask[id];
  }

  /** @param apart perf writes blanks between name and number */
  private add(id: number, line: Line, apart: boolean): number {
    const text = this.names.texts[id];
    const whole = apart ? text.replace(/\s+(?=\S+$)/, "-") : text;
    if (id < SINGLE_MAX) return this.lane(whole, line.cpu);
    const name = whole.replace(/-[^-]*$/, "");
    const known = this.laneOfName.get(name);
    if (known !== undefined) return known;
    const lane = this.lanes.length < OTHERS ? this.lane(name, line.cpu) : this.others(line.cpu);
    this.laneOfName.set(name, lane);
    return lane;
  }

  private lane(name: string, cpu: number): number {
    return this.lanes.push({ name, cpu }) - 1;
  }

  private others(cpu: number): number {
    if (this.lanes.length === OTHERS) this.lane("others", cpu);
    return OTHERS;
  }
}
