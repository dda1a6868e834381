/**
 * Search: the same actors, decisions and reducer as a simulation, with a schedule that tries every
 * lane and every choice, breadth first, so that the first violation is a shortest one.
 *
 * Reduction: a step whose only event is that the lane waits for a lock leads nowhere that is looked at. It
 * changes who waits, which only the gate reads, to keep the lane from trying in vain; when the lock is free
 * the lane does what it would have done. So such a step is judged and not followed.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf } from "../../../events/log.ts";
import { canonicalize, RANKS } from "../../state/canonical.ts";
import { Memory } from "../../state/memory.ts";
import type { Oracle, Step } from "../../state/oracles/oracle.ts";
import { Actions } from "./actions.ts";
import { Edges, fairCycle } from "./cycles.ts";
import { Growing } from "./growing.ts";
import type { Move } from "./moves.ts";
import { Packing } from "./packing.ts";
import type { SmallWorld } from "./small_world.ts";
import { type Hash, States } from "./states.ts";

/** What a search found. */
export interface Verdict {
  /** `open`: neither a violation nor the end was found within `statesMax`. */
  readonly verdict: "safe" | "violation" | "open";
  /** The oracle that spoke, and what it said; empty if none did. */
  readonly oracle: string;
  readonly why: string;
  /** Distinct states in canonical form. */
  readonly states: number;
  /** Steps tried, those to known states among them. */
  readonly steps: number;
  /** Events of all these steps. */
  readonly events: number;
  /** Steps of the longest shortest path, or of the violation. */
  readonly depth: number;
  /** The shortest path to the violation; empty if there is none, or if it is one of all paths together. */
  readonly path: readonly Move[];
  /** How often each kind of action was taken: what never acted proves nothing. */
  readonly actions: Readonly<Record<string, number>>;
  /** Bytes of a packed state. */
  readonly stateBytes: number;
}

/** How far a search goes, and what tests break on purpose. */
export interface Limits {
  /** States after which the search gives up. */
  readonly statesMax?: number;
  /** Called now and then with the number of states seen, and left to be looked at. */
  readonly progress?: (states: number, left: number) => void;
  /** Another hash than the good one. */
  readonly hash?: Hash;
  /** Another test of whether a step leads nowhere. */
  readonly isVain?: (step: Step) => boolean;
}

const CHOICES_MAX = 16, PROGRESS_EVERY = 1 << 16;

/** True if a step did nothing but find a lock held. */
export const isVain = ({ words, from, until }: Step): boolean =>
  until - from === 1 && kindOf(words, from) === Kind.LockContended;

/**
 * Searches all interleavings from the state that `world` is in.
 * @throws RangeError if an actor does what is impossible: a fault of the world
 */
export function search(world: SmallWorld, limits: Limits = {}): Verdict {
  return new Search(world, limits).run();
}

class Search {
  private readonly memory: Memory;
  private readonly packing: Packing;
  private readonly seen: States;
  private readonly from = new Growing((length) => new Int32Array(length));
  private readonly moves = new Growing((length) => new Uint8Array(length));
  private readonly oracles: readonly Oracle[];
  private readonly actions: Actions;
  private readonly edges: Edges | null;
  private readonly step: { -readonly [key in keyof Step]: Step[key] };
  private steps = 0;
  private events = 0;
  private said: { oracle: string; why: string } | null = null;

  constructor(private readonly world: SmallWorld, private readonly limits: Limits) {
    const { machine } = world.sim;
    this.memory = machine.memory;
    this.packing = new Packing(this.memory);
    this.loaded = new Uint8Array(this.memory.bytes.length);
    this.seen = new States(this.packing.bytes, limits.hash);
    this.oracles = world.oracles();
    this.actions = new Actions(world.roles);
    this.edges = world.findsCycles ? new Edges() : null;
    const before = new Memory(this.memory.geometry);
    const earlier = new Packing(before);
    before.copyFrom(this.memory); // the views that a packed state leaves out
    this.step = {
      view: this.memory,
      words: machine.log.words,
      from: RANKS,
      until: RANKS,
      lane: 0,
      before: () => {
        earlier.unpack(this.seen.chunkOf(this.at), this.seen.offsetOf(this.at));
        return before;
      },
    };
  }

  /** The state that is looked at, by number and unpacked. */
  private at = 0;
  private readonly loaded: Uint8Array;

  run(): Verdict {
    const { statesMax = 50_000_000, progress } = this.limits;
    canonicalize(this.memory, this.world.ignored);
    this.packing.pack();
    this.seen.add(this.packing.words);
    this.from.push(-1);
    this.moves.push(0);
    for (; this.at < this.seen.length; this.at++) {
      if (this.seen.length > statesMax) return this.result("open", this.at);
      if (progress !== undefined && this.at % PROGRESS_EVERY === 0) {
        progress(this.seen.length, this.seen.length - this.at);
      }
      const violation = this.expand();
      if (violation >= 0) return this.result("violation", violation);
    }
    return this.atLast();
  }

  /** Tries every step of a state. Returns the number of a state that violates; -1 if none does. */
  private expand(): number {
    const { world, edges } = this, { moves } = world;
    let moved = false;
    edges?.begin();
    this.load();
    let isFresh = true;
    for (let lane = 1; lane < world.actors.length; lane++) {
      if (!isFresh) this.restore();
      isFresh = true;
      const choices = moves.count(world, lane);
      for (let choice = 0; choice < choices; choice++) {
        if (!isFresh) this.restore();
        isFresh = false;
        moves.take(world, lane, choice);
        this.steps++;
        const number = this.look(lane, choice);
        if (this.said !== null) return number;
        if (number === VAIN) continue;
        moved = true;
        edges?.add(number, lane);
      }
    }
    if (moved || moves.isCut(world)) return -1;
    this.restore();
    for (const oracle of this.oracles) {
      this.say(oracle, oracle.atEnd?.(this.memory) ?? null);
      if (this.said !== null) return this.at;
    }
    return -1;
  }

  /** Judges a step and keeps the state that it led to. Returns its number, or `VAIN`. */
  private look(lane: number, choice: number): number {
    const { step, world, seen, memory } = this;
    step.lane = lane;
    step.until = world.sim.machine.log.length;
    step.words = world.sim.machine.log.words;
    this.events += step.until - RANKS;
    this.actions.count(step);
    for (let at = 0; at < this.oracles.length; at++) {
      const oracle = this.oracles[at];
      if (oracle.after !== undefined) this.say(oracle, oracle.after(step));
    }
    if (this.said === null && (this.limits.isVain ?? isVain)(step)) return VAIN;
    canonicalize(memory, world.ignored);
    this.packing.pack();
    const number = seen.add(this.packing.words);
    // A violation may be a step between states that are known.
    if (number < 0 && this.said === null) return -1 - number;
    this.from.push(this.at);
    this.moves.push(lane * CHOICES_MAX + choice);
    for (let at = 0; number >= 0 && at < this.oracles.length; at++) {
      const oracle = this.oracles[at];
      if (oracle.at !== undefined) this.say(oracle, oracle.at(memory));
    }
    return this.from.length - 1;
  }

  private say(oracle: Oracle, why: string | null): void {
    if (why !== null && this.said === null) this.said = { oracle: oracle.name, why };
  }

  /** Unpacks the state that is looked at. */
  private load(): void {
    this.packing.unpack(this.seen.chunkOf(this.at), this.seen.offsetOf(this.at));
    this.loaded.set(this.memory.bytes);
    this.world.sim.machine.log.length = RANKS;
  }

  /** Puts the state that is looked at back; events recorded from here on are newer than any in it. */
  private restore(): void {
    this.memory.bytes.set(this.loaded);
    this.world.sim.machine.log.length = RANKS;
  }

  private atLast(): Verdict {
    for (const oracle of this.oracles) {
      this.say(oracle, oracle.atLast?.() ?? null);
      if (this.said !== null) return this.result("violation", 0);
      if (this.edges === null || oracle.owed === undefined) continue;
      const found = fairCycle(this.edges, this.seen.length, this.world.actors.length, (state) => {
        this.packing.unpack(this.seen.chunkOf(state), this.seen.offsetOf(state));
        return oracle.owed!(this.memory);
      });
      if (found === null) continue;
      this.say(oracle, `round and round, and ${oracle.debt!(found.owed)}`);
      return this.result("violation", found.state);
    }
    return this.result("safe", this.seen.length - 1);
  }

  private result(verdict: Verdict["verdict"], at: number): Verdict {
    const path = this.pathTo(at);
    return {
      verdict,
      oracle: this.said?.oracle ?? "",
      why: this.said?.why ?? "",
      states: this.seen.length,
      steps: this.steps,
      events: this.events,
      depth: path.length,
      path: verdict === "violation" ? path : [],
      actions: this.actions.counts(),
      stateBytes: this.packing.bytes,
    };
  }

  private pathTo(at: number): Move[] {
    const path: Move[] = [];
    for (let state = at; this.from.at(state) >= 0; state = this.from.at(state)) {
      const move = this.moves.at(state);
      path.push({ lane: Math.floor(move / CHOICES_MAX), choice: move % CHOICES_MAX });
    }
    return path.reverse();
  }
}

const VAIN = -2;
