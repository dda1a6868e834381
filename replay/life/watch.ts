/**
 * The desk of a page's biographer: the event at hand, the page before it, and where entries go.
 * @module
 */
import { actorOf, cpuOf, HOST_CPU, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { type Found, holds } from "../block_at.ts";
import { laneName, type Scene } from "../views/view.ts";
import type { Entry, Facts } from "./facts.ts";

export class Watch {
  readonly facts: Facts = {
    entries: [],
    fates: [],
    merges: [],
    sendings: [],
    lastWrite: null,
    inflatedAt: null,
    begun: false,
    begunTime: 0,
    report: null,
    switched: null,
  };
  /** The event at hand: its number, and where it lies. */
  words: Words = [];
  index = 0;
  number = 0;
  /** The page before the event. */
  oldBits = 0;
  oldContent = 0;
  /** Since when each lock is held. */
  readonly lockSince: Float64Array;
  /** The order of the blocks that are hinted. */
  hintOrder: number;
  /** The orders of blocks that were hinted so far, as bits. */
  hintOrders = 0;
  round = 0;
  syncs = 0;
  /** The order of the block that was taken off a zone list to be handed out. */
  takenFrom: { event: number; order: number } | null = null;
  /** Descriptors filled before the event. */
  oldFilled = 0;

  constructor(readonly scene: Scene, readonly page: number) {
    this.lockSince = new Float64Array(scene.memory.lockHolder.length);
    this.hintOrder = scene.memory.geometry.orders - 1;
  }

  get lane(): number {
    return actorOf(this.words, this.index);
  }

  get pfn(): number {
    return pfnOf(this.words, this.index);
  }

  get order(): number {
    return orderOf(this.words, this.index);
  }

  get value(): number {
    return valueOf(this.words, this.index);
  }

  get now(): number {
    return this.scene.memory.now[0] ?? 0;
  }

  /** The actor at hand with its cpu; threads of the host have none. */
  get who(): string {
    const name = laneName(this.scene, this.lane), cpu = cpuOf(this.words, this.index);
    return cpu >= HOST_CPU ? name : `${name} cpu${cpu}`;
  }

  get last(): Entry | undefined {
    return this.facts.entries[this.facts.entries.length - 1];
  }

  /** True if the event's block holds the page. */
  inBlock(order = this.order): boolean {
    return holds(this.pfn, order, this.page);
  }

  /** True if the event's run of pages holds the page. */
  inRun(count = this.value): boolean {
    return this.page >= this.pfn && this.page - this.pfn < count;
  }

  /** True if the entry before this is the same actor's and has this noun: both are told as one. */
  follows(noun: string): boolean {
    return this.last?.noun === noun && this.last.who === this.who;
  }

  add(noun: string, text: string, major = false, right = ""): Entry {
    const entry = { event: this.number, time: this.now, who: this.who, noun, text, right, major };
    this.facts.entries.push(entry);
    return entry;
  }
}

/** `order 0`, or the block that holds the page. */
export function blockName(found: Found): string {
  return found.order === 0 ? "order 0" : `block 0x${found.head.toString(16)} order ${found.order}`;
}
