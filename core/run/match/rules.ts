/**
 * The rules of the allocator (kernel-6.1 facts), and how often a trace exercised each and found it right.
 *
 * Where a rule says which block is next, the decision itself is counted. Where it says only where a
 * block goes, the block bears a mark, and is counted when it leaves its list, or stands on it at the end.
 * @module
 */

/** Rules that a trace can exercise, by number in the facts. */
export const RULES: Readonly<Record<number, string>> = {
  2: "the head of the first list of the type",
  3: "a split's upper half to the head below",
  4: "a freed block merges with free buddies",
  5: "to the head, or tail if a merge is near",
  6: "orders 4 to 8, 10 straight to the zone",
  7: "fallback: which type is robbed first",
  8: "fallback: the largest order first",
  9: "fallback: small movable, smallest block",
  10: "a stolen pageblock changes its type",
  11: "else its free blocks move to the tail",
  12: "it changes type if half is free or alike",
  13: "then the smallest fitting block is taken",
  14: "a steal raises the watermark boost",
  15: "per-cpu: head popped, refilled by a batch",
  16: "freed to the list of the pageblock's type",
  17: "when a cpu's lists drain, how many pages",
  18: "from the tail, the freed page's list first",
  19: "batch and high, from zone and low mark",
  20: "a drain of all lists begins with list 0",
  22: "zone: a lower one if the highest is low",
  23: "zone: free above low, min, and reserve",
};

const COUNT = 32;

/** Exercised and right, by rule. */
export class RuleCounts {
  readonly exercised = new Float64Array(COUNT);
  readonly right = new Float64Array(COUNT);
  /** By first pfn of a block: the rules that put it where it stands, a bit each. */
  private readonly marks: Uint32Array;

  constructor(frames: number) {
    this.marks = new Uint32Array(frames);
  }

  count(rule: number, right: boolean): void {
    this.exercised[rule]++;
    if (right) this.right[rule]++;
  }

  /** A block was put on a list by these rules. */
  mark(pfn: number, rules: number): void {
    this.marks[pfn] = rules;
  }

  /** A block left its list, or stands on it at the end: was it where the kernel had it? */
  settle(pfn: number, right: boolean): void {
    let rules = this.marks[pfn];
    this.marks[pfn] = 0;
    while (rules !== 0) {
      this.count(31 - Math.clz32(rules), right);
      rules ^= 1 << (31 - Math.clz32(rules));
    }
  }
}

/** The bit of a rule in a mark. */
export const ruleBit = (rule: number): number => 1 << rule;
