/**
 * Maps on the way from worker to page: after the first one only what changed. Most of a map is as it was,
 * and a copy of four million pages takes longer than to find what is not.
 *
 * ```text
 * at     12 2  40 1      words   a b c      words 12 and 13 became a and b, word 40 became c
 * ```
 * @module
 */
import type { PageMap } from "./protocol.ts";

/** A map as it is sent. */
export type SentMap = Omit<PageMap, "classes"> & {
  /** Number of pages. */
  readonly frames: number;
  /** First word (of four pages each) and number of words, of each stretch that changed. */
  readonly at: Uint32Array;
  /** What the stretches became. */
  readonly words: Uint32Array;
};

/** Equal words between two changes that are sent rather than begin another stretch. */
const GAP = 8;

const wordsFor = (frames: number): number => (frames + 3) >> 2;
const bytesOf = (words: Uint32Array, frames: number): Uint8Array =>
  new Uint8Array(words.buffer, 0, frames);

/** The worker's end: remembers what the page has. */
export class MapSender {
  private last = new Uint32Array(0);
  private next = new Uint32Array(0);
  private isFirst = true;

  /** Room for the classes of the next map, with the numbers of the last but one. */
  room(frames: number): Uint8Array {
    if (this.next.length !== wordsFor(frames)) {
      this.last = new Uint32Array(wordsFor(frames));
      this.next = new Uint32Array(wordsFor(frames));
      this.isFirst = true;
    }
    return bytesOf(this.next, frames);
  }

  /** @param map its classes are the room that was given last */
  sent({ classes, ...rest }: PageMap): SentMap {
    const { last, next } = this, at = this.isFirst ? [0, next.length] : changedIn(last, next);
    this.isFirst = false;
    const words = new Uint32Array(at.reduce((sum, part, i) => i % 2 === 0 ? sum : sum + part, 0));
    for (let stretch = 0, to = 0; stretch < at.length; stretch += 2) {
      words.set(next.subarray(at[stretch], at[stretch] + at[stretch + 1]), to);
      to += at[stretch + 1];
    }
    [this.last, this.next] = [next, last];
    return { ...rest, frames: classes.length, at: Uint32Array.from(at), words };
  }
}

/** First word and number of words of each stretch that differs. */
function changedIn(last: Uint32Array, next: Uint32Array): number[] {
  const at: number[] = [];
  for (let word = 0; word < next.length;) {
    if (next[word] === last[word]) {
      word++;
      continue;
    }
    const begin = word;
    let end = ++word;
    for (; word < next.length && word - end < GAP; word++) {
      if (next[word] !== last[word]) end = word + 1;
    }
    at.push(begin, end - begin);
  }
  return at;
}

/** The page's end: has the map as it is now. The classes of each map are the same bytes, written anew. */
export class MapReceiver {
  private all = new Uint32Array(0);

  received({ at, words, frames, ...rest }: SentMap): PageMap {
    if (this.all.length !== wordsFor(frames)) this.all = new Uint32Array(wordsFor(frames));
    for (let stretch = 0, from = 0; stretch < at.length; stretch += 2) {
      this.all.set(words.subarray(from, from + at[stretch + 1]), at[stretch]);
      from += at[stretch + 1];
    }
    return { ...rest, classes: bytesOf(this.all, frames) };
  }
}
