/**
 * Holds the checkpoints beside a log against a state that is replayed.
 * @module
 */
import { Checkpoints } from "../../replay/timeline.ts";

/** Checkpoints that hold, and what is wrong with those that do not. */
export interface SeekResult {
  readonly checkpoints: number;
  /** null if nothing is. */
  readonly wrong: string | null;
}

/** Checkpoints that are asked one after another, while the log is replayed. */
export class SeekCheck implements Disposable {
  private next = 0;
  private wrong: string | null = null;

  /** @param found the checkpoints, or what is wrong with their file; null if there are none */
  constructor(private readonly found: Checkpoints | string | null) {
    if (typeof found === "string") this.wrong = found;
  }

  /** The state stands at event `at`. */
  see(at: number): void {
    const { found } = this;
    if (!(found instanceof Checkpoints) || this.wrong !== null) return;
    for (; this.next < found.count && found.eventOf(this.next) <= at; this.next++) {
      const event = found.eventOf(this.next);
      if (event !== at) this.wrong = `a checkpoint stands at event ${event}, within a block`;
      else if (found.differing(this.next).length > 0) this.wrong = `it is wrong at event ${at}`;
      else this.wrong = found.damageOf(this.next);
      if (this.wrong !== null) return;
    }
  }

  [Symbol.dispose](): void {
    if (this.found instanceof Checkpoints) this.found[Symbol.dispose]();
  }

  /** What was found by now; null if there are no checkpoints. */
  result(): SeekResult | null {
    if (this.found === null) return null;
    return { checkpoints: this.next, wrong: this.wrong };
  }
}
