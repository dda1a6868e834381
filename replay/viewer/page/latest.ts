/**
 * One job at a time, and only for the newest wish: what was wished in between is dropped, so that a
 * hand that drags, or a picture that plays, never waits for what it has left behind.
 * @module
 */

export class Latest<Wish> {
  private next: { wish: Wish } | null = null;
  private running: Promise<void> | null = null;

  /** @param job what is to be done for a wish; its errors go to `failed` */
  constructor(
    private readonly job: (wish: Wish) => Promise<void>,
    private readonly failed: (why: unknown) => void,
  ) {}

  get isBusy(): boolean {
    return this.running !== null;
  }

  /** Resolves when nothing is wished for any more. */
  get rest(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  /** True if another wish waits: the job may leave out what can be done later. */
  get isOvertaken(): boolean {
    return this.next !== null;
  }

  /** Resolves when this wish, or a newer one in its place, is done. */
  wish(wish: Wish): Promise<void> {
    this.next = { wish };
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.next !== null) {
        const { wish } = this.next;
        this.next = null;
        try {
          await this.job(wish);
        } catch (why) {
          this.failed(why);
        }
      }
    } finally {
      this.running = null;
    }
  }
}
