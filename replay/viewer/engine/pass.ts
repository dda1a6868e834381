/**
 * The one pass over all of a log, in slices: curves and lanes on the axis of time, and what the audit finds.
 * It has a state of its own, so that the cursor's is left where it stands.
 * @module
 */
import { Memory } from "../../../core/state/memory.ts";
import { Audit, type Finding } from "../../audit.ts";
import { auditFactsOf } from "../../log_facts.ts";
import { rules } from "../../rules/mod.ts";
import type { Overview } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";
import { Course, EVENT_NS } from "./course.ts";
import type { Tools } from "./position.ts";
import type { Sum } from "./sums.ts";

/** Steps of a lane: spans that begin within one are joined. */
const STEPS = 4000;
/** Logs of fewer events show each span by itself. */
const EVENTS_EXACT = 20_000;
/** Events between two looks at the clock. */
const EVENTS_A_LOOK = 1024;

const NOTHING: Sum = { bytes: 0, taken: 0 };

/** A pass that goes on when it is told to. */
export class Pass {
  /** Events up to which it has come. */
  until = 0;
  /** Why it ended before the log did; null if it did not. */
  broken: string | null = null;
  private readonly memory: Memory;
  private readonly audit: Audit;
  private readonly course: Course;
  private readonly end: number;
  /** By block: the sums before it. */
  private readonly sums: Sum[] = [];
  private finished: ReturnType<Audit["found"]> | null = null;

  /**
   * @param offer is given the state behind each block: checkpoints are made of it on the way
   * @param buffer where the state lies: see `Memory`
   */
  constructor(
    private readonly log: BlockLog,
    private readonly tools: Pick<Tools, "now" | "wire">,
    private readonly offer: (memory: Memory) => void,
    buffer?: ArrayBuffer,
  ) {
    const { header, events } = log, names = header.actors.map(({ name }) => name);
    const memory = this.memory = new Memory(header.geometry, buffer);
    this.end = header.geometry.timed ? log.timeOf(events) : events * EVENT_NS;
    this.audit = new Audit(memory, rules, auditFactsOf(header), events);
    this.course = new Course({
      memory,
      names,
      wire: tools.wire(header),
      step: events <= EVENTS_EXACT ? 0 : Math.max(1, Math.ceil(this.end / STEPS)),
      begin: 0,
      sum: NOTHING,
    });
  }

  /** True if nothing is left to do. */
  get isDone(): boolean {
    return this.finished !== null;
  }

  /** Goes on for about so many ms; false if nothing is left to do. */
  work(ms: number): boolean {
    const { log, tools } = this, begin = tools.now();
    while (this.until < log.events && this.broken === null) {
      this.goOn();
      if (tools.now() - begin >= ms) return true;
    }
    if (!this.isDone) this.finish();
    return false;
  }

  /** Findings up to where it has come, by event. */
  found(): { readonly findings: readonly Finding[]; readonly count: number } {
    return this.finished ?? this.audit.found();
  }

  /** The sums before a block; nothing where it has not come to. */
  sumBefore(block: number): Sum {
    return this.sums[block] ?? NOTHING;
  }

  /** Curves and lanes up to where it has come. */
  overview(): Overview {
    const until = this.broken === null ? this.until : this.log.events;
    return { from: 0, to: this.end, ...this.course.view(), until, damage: this.broken };
  }

  private goOn(): void {
    const { log, until, audit, course } = this, block = log.blockOf(until + 1);
    const base = log.baseOf(block), to = Math.min(log.endOf(block), until + EVENTS_A_LOOK);
    if (until === base) this.sums[block] = course.sum;
    try {
      const words = log.wordsOf(block);
      for (let index = until - base; index < to - base; index++) {
        course.before(words, index);
        audit.run(words, index, index + 1, base);
        course.after(words, index, base + index + 1);
      }
      this.until = to;
      if (to === log.endOf(block)) this.offer(this.memory);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.broken = why.replace(/^Cannot open log: /, "");
    }
  }

  private finish(): void {
    this.course.finish();
    const { findings, count } = this.audit.finish(this.until);
    this.finished = { findings, count };
  }
}
