/**
 * How far long work has come: a line on standard error that is overwritten, on a terminal only.
 * @module
 */

const STEP_MS = 200;
const encoder = new TextEncoder();

export class Progress {
  private done = 0;
  private next = performance.now() + STEP_MS;
  private shown = false;

  /** @param total what `add` comes to at the end; 0 if it is not known */
  constructor(private readonly what: string, private readonly total: number) {}

  add(amount: number): void {
    this.done += amount;
    if (performance.now() < this.next || !Deno.stderr.isTerminal()) return;
    this.next = performance.now() + STEP_MS;
    const far = this.total > 0
      ? `${Math.min(100, Math.floor((100 * this.done) / this.total))} %`
      : `${(this.done / 2 ** 20).toFixed(0)} MiB`;
    this.write(`\r${this.what} ... ${far}`);
    this.shown = true;
  }

  [Symbol.dispose](): void {
    if (this.shown) this.write("\r\x1b[K");
  }

  private write(text: string): void {
    try {
      Deno.stderr.writeSync(encoder.encode(text));
    } catch { /* nobody to tell */ }
  }
}
