/**
 * Lives of pages: each is told by a replay of all of the log with a state of its own, in slices. The last few
 * are remembered.
 * @module
 */
import { Memory } from "../../../core/state/memory.ts";
import { lifeOf, type LifeTeller } from "../../life.ts";
import { titleOf } from "../../log_facts.ts";
import { walk } from "../../replay.ts";
import type { StoryItem } from "../../life/story.ts";
import type { BlockLog } from "./blocks.ts";
import type { Tools } from "./position.ts";

/** A question is answered at once if it takes no longer, in ms. */
const AT_ONCE_MS = 60;
/** Lives that are remembered. */
const KEPT = 32;
/** Events between two looks at the clock. */
const EVENTS_A_LOOK = 4096;

/** A life that is being read. */
interface Reading {
  readonly pfn: number;
  readonly teller: LifeTeller;
  until: number;
}

/** The lives of one log's pages. */
export class Lives {
  private memory: Memory | null = null;
  private reading: Reading | null = null;
  private readonly known = new Map<number, readonly StoryItem[]>();

  constructor(
    private readonly log: BlockLog,
    private readonly tools: Pick<Tools, "now" | "wire">,
  ) {}

  /**
   * The life of a page; null while it is being read.
   * @throws RangeError if there is no such page
   */
  of(pfn: number): readonly StoryItem[] | null {
    const known = this.known.get(pfn);
    if (known !== undefined) return known;
    if (this.reading?.pfn !== pfn) this.begin(pfn);
    this.work(AT_ONCE_MS);
    return this.known.get(pfn) ?? null;
  }

  /** True while a life is being read. */
  get isReading(): boolean {
    return this.reading !== null;
  }

  /** Reads on for about so many ms; false if nothing is left to read. */
  work(ms: number): boolean {
    const { log, reading, tools } = this, begin = tools.now();
    if (reading === null) return false;
    while (reading.until < log.events) {
      const block = log.blockOf(reading.until + 1), base = log.baseOf(block);
      const to = Math.min(log.endOf(block), reading.until + EVENTS_A_LOOK);
      try {
        walk(this.memory!, log.wordsOf(block), reading.until - base, to - base, base, [
          reading.teller.fold,
        ]);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        return this.end(reading, [{
          text: `(no further: ${why})`,
          event: null,
          time: "",
          who: "",
        }]);
      }
      reading.until = to;
      if (tools.now() - begin >= ms && to < log.events) return true;
    }
    return this.end(reading, []);
  }

  private begin(pfn: number): void {
    const { log, tools } = this, { header } = log;
    const isNew = this.memory === null, memory = this.memory ??= new Memory(header.geometry);
    if (!isNew) memory.reset();
    const teller = lifeOf({
      memory,
      lanes: header.actors,
      wire: tools.wire(header),
      events: log.events,
      clock: header.clock,
      end: 0,
      title: titleOf(header),
      all: false,
    }, pfn);
    this.reading = { pfn, teller, until: 0 };
  }

  private end({ pfn, teller }: Reading, more: readonly StoryItem[]): false {
    this.known.set(pfn, [...teller.items(), ...more]);
    if (this.known.size > KEPT) this.known.delete(this.known.keys().next().value!);
    this.reading = null;
    return false;
  }
}
