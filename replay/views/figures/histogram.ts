/**
 * A histogram of times: 64 buckets to each doubling, so a quantile is at most 1.6 % too large.
 * @module
 */
import { Scratch } from "../../../core/state/scratch.ts";

const SUB_BITS = 6, SUBS = 1 << SUB_BITS;
const DOUBLINGS = 48; // 2^47 ns are a day and a half
const BUCKETS = DOUBLINGS << SUB_BITS;

/** Up to 63 ns a bucket is one nanosecond wide, from there on 1/64 of a power of two. */
function bucketOf(ns: number): number {
  if (ns < SUBS) return ns;
  const doubling = ns < 2 ** 31 ? 31 - Math.clz32(ns) : Math.floor(Math.log2(ns));
  const sub = Math.floor(ns / 2 ** (doubling - SUB_BITS)) - SUBS;
  return Math.min(BUCKETS - 1, ((doubling - SUB_BITS + 1) << SUB_BITS) + sub);
}

/** The largest time that falls into a bucket. */
function topOf(bucket: number): number {
  if (bucket < SUBS) return bucket;
  const doubling = (bucket >> SUB_BITS) + SUB_BITS - 1, sub = bucket & (SUBS - 1);
  return (SUBS + sub + 1) * 2 ** (doubling - SUB_BITS) - 1;
}

export class Histogram {
  count = 0;
  max = 0;
  /** Null while there is no time: most lanes never wait. */
  private buckets: Int32Array | null = null;

  constructor(private readonly scratch = new Scratch()) {}

  /** @param ns a whole number, 0 or more */
  add(ns: number): void {
    this.count++;
    (this.buckets ??= this.scratch.ints(BUCKETS))[bucketOf(ns)]++;
    if (ns > this.max) this.max = ns;
  }

  addAll(other: Histogram): void {
    if (other.buckets === null) return;
    const buckets = this.buckets ??= this.scratch.ints(BUCKETS);
    for (let at = 0; at < BUCKETS; at++) buckets[at] += other.buckets[at];
    this.count += other.count;
    this.max = Math.max(this.max, other.max);
  }

  reset(): void {
    if (this.count === 0) return;
    this.buckets?.fill(0);
    this.count = this.max = 0;
  }

  /** The time that a share of all does not exceed; 0 if there is none. */
  quantile(share: number): number {
    const { buckets } = this;
    let left = Math.ceil(share * this.count);
    if (left === 0 || buckets === null) return 0;
    for (let at = 0; at < BUCKETS; at++) {
      left -= buckets[at];
      if (left <= 0) return Math.min(topOf(at), this.max);
    }
    return this.max;
  }
}
