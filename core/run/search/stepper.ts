/**
 * Steps outside of a search: each is told as an oracle wants it, with the state before it at hand.
 * @module
 */
import { Memory } from "../../state/memory.ts";
import type { Step } from "../../state/oracles/oracle.ts";
import type { SmallWorld } from "./small_world.ts";

/** Takes steps in one world, one after the other. */
export class Stepper {
  private readonly before: Memory;

  constructor(private readonly world: SmallWorld) {
    this.before = new Memory(world.sim.machine.memory.geometry);
  }

  /** Lets a lane act. The step is good until the next one is taken. */
  take(lane: number, act: () => void): Step {
    const { log, memory } = this.world.sim.machine, { before } = this;
    before.copyFrom(memory);
    const from = log.length;
    act();
    return { view: memory, words: log.words, from, until: log.length, lane, before: () => before };
  }
}
