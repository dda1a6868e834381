/**
 * kswapd, as far as a trace tells of it: its turns lower the limit of the per-cpu lists (rule 17) and
 * take the watermark boost off when they end (rule 14). Begin and end have no event of their own; they
 * come from a kprobe on `balance_pgdat`; else they follow from the events of its task, and where these
 * are silent from what the kernel does next.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, kindOf, NONE, pfnOf, valueOf } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import { roomAbove } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { tailOf } from "../../state/lists.ts";
import type { TraceWords } from "./course.ts";

const TURN_GAP = 4000; // events of others between two of one turn
const LOOK_AHEAD = 64; // events, for the next one on the same cpu

export class Kswapd {
  private readonly isLane: readonly boolean[];
  /** Events after which a turn has ended, in order. */
  private readonly ends: readonly number[];
  private nextEnd = 0;
  private active = false;
  /** True if kprobes tell of its turns. */
  private readonly isProbed: boolean;
  /** By zone: the boost when the turn began, in pages. */
  private readonly found: Int32Array;

  /** @param read counts what is read from what the kernel did, and not predicted */
  constructor(
    private readonly machine: Machine,
    private readonly trace: TraceWords,
    private readonly read: { kswapdEnds: number; kswapdLimits: number },
  ) {
    this.isLane = trace.lanes.map(({ name }) => name.startsWith("kswapd"));
    this.isProbed = hasProbes(trace);
    this.ends = this.isProbed ? [] : this.turnEnds();
    this.found = new Int32Array(machine.memory.geometry.zones.length);
  }

  private turnEnds(): number[] {
    const { words, events } = this.trace, ends: number[] = [];
    if (!this.isLane.includes(true)) return ends;
    let last: number = NONE;
    for (let index = 0; index < events; index++) {
      if (!this.isLane[actorOf(words, index)]) continue;
      if (last !== NONE && index - last > TURN_GAP) ends.push(last);
      last = index;
    }
    return last === NONE ? ends : [...ends, last];
  }

  /** Call for every event in turn. */
  advance(index: number): void {
    if (this.ends[this.nextEnd] !== index - 1) return;
    this.nextEnd++;
    this.end();
  }

  /** A kprobe tells of a turn's begin or end. */
  turn(index: number): void {
    if ((valueOf(this.trace.words, index) & 1) === 1) this.end();
    else this.begin();
  }

  private begin(): void {
    const { zoneMarks } = this.machine.memory;
    this.active = true;
    this.found.forEach((_, zone) => this.found[zone] = zoneMarks[zone * 4 + Mark.Boost]);
  }

  /** Takes off every zone the boost that was there when the turn began. */
  private end(): void {
    this.found.forEach((pages, zone) => this.dropBoost(zone, pages));
    this.found.fill(0);
    this.active = false;
  }

  private dropBoost(zone: number, pages: number): void {
    const boost = this.machine.memory.zoneMarks[zone * 4 + Mark.Boost];
    if (boost === 0 || pages === 0) return;
    this.machine.record(Kind.WatermarkSet, 0, Mark.Boost, Math.max(0, boost - pages), zone);
  }

  /** True if a zone was chosen that its boost forbids, and nothing else: a turn has ended unseen. */
  hasEnded(zone: number, order: number, gfp: number): boolean {
    const { memory } = this.machine, boost = memory.zoneMarks[zone * 4 + Mark.Boost];
    if (this.isProbed || boost === 0) return false;
    const isForbidden = [Mark.Low, Mark.Min].some((mark) => {
      const room = roomAbove(memory, zone, order, mark, gfp);
      return room <= 0 && room + boost > 0;
    });
    if (!isForbidden) return false;
    this.read.kswapdEnds++;
    this.found.forEach((_, at) => this.dropBoost(at, Infinity));
    return true;
  }

  /**
   * True if the free at `index` finds the limit lowered: kswapd's own always does.
   * @param list the per-cpu list that the block went to
   */
  limits(index: number, zone: number, order: number, list: number): boolean {
    const { memory, profile } = this.machine, { words } = this.trace;
    const cpu = cpuOf(words, index);
    if (this.isProbed) return this.active;
    if (this.isLane[actorOf(words, index)]) return this.active = true;
    const lowered = profile.drainPages(memory, zone, cpu, order, true);
    if (lowered === profile.drainPages(memory, zone, cpu, order, false)) return this.active;
    if (profile.drainPages(memory, zone, cpu, order, false) > 0) return this.active;
    const drains = this.drainFollows(index, cpu, tailOf(memory, list));
    if (drains !== this.active) this.read.kswapdLimits++;
    return this.active = drains;
  }

  /** True if the next event on the cpu is the drain of this block: a drain of all lists has another. */
  private drainFollows(index: number, cpu: number, first: number): boolean {
    const { words, events } = this.trace;
    const context = contextOf(words, index), until = Math.min(events, index + LOOK_AHEAD);
    for (let at = index + 1; at < until; at++) {
      if (cpuOf(words, at) !== cpu) continue;
      if (contextOf(words, at) > context) continue; // an interrupt came between
      return kindOf(words, at) === Kind.DrainSeen && pfnOf(words, at) === first;
    }
    return false;
  }
}

function hasProbes({ words, events }: TraceWords): boolean {
  for (let index = 0; index < events; index++) {
    if (kindOf(words, index) === Kind.KswapdTurnSeen) return true;
  }
  return false;
}
