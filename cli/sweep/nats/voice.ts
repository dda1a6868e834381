/**
 * How a worker says what came of its runs: each word once, and results that end together in one.
 * @module
 */
import type { Link } from "./link.ts";
import { type Answer, type Done, type Names, packed, type Word } from "./words.ts";

/** Results wait so long for others to go with them: a message each would cost as much as a small run. */
const TOGETHER_MS = 200;

/** Where answers go, and from whom. */
export interface Speaker {
  readonly link: Link;
  readonly names: Names;
  readonly version: string;
}

export class Voice {
  private readonly name = crypto.randomUUID();
  private serial = 0;

  constructor(
    private readonly from: Speaker,
    private readonly isEnding: () => boolean,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** @returns false if it could not be said */
  async say(word: Word): Promise<boolean> {
    const { link, names: { stream, answers: subject }, version } = this.from;
    const answer: Answer = { version, ...word }, name = `${this.name} ${this.serial++}`;
    try {
      await link.publish({ stream, subject }, packed(answer), name, this.isEnding);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }
}

/** Results that are said together. */
export class Together {
  private readonly results: Done[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly say: (results: readonly Done[]) => void) {}

  add(done: Done): void {
    this.results.push(done);
    this.timer ??= setTimeout(() => this.end(), TOGETHER_MS);
  }

  /** Says what there is. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const results = this.results.splice(0);
    if (results.length > 0) this.say(results);
  }
}
