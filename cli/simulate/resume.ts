/**
 * A run that was killed goes on: its unfinished log is taken up block by block, the last block is
 * simulated again and must come out the same, and what follows is what an unbroken run writes.
 * @module
 */
import { goOn, type Rules, runAll, stepBegin, takeUp, worldOf } from "../../core/run/simulate.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { digestViews } from "../../core/state/digest.ts";
import type { LogFile } from "../../events/file/reader.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import { actorOf, STRIDE } from "../../events/log.ts";
import { codec, hash64 } from "../codec.ts";
import { InputError } from "../errors.ts";
import { Followed, headerOf, type Outcome, type Wanted } from "./run.ts";
import type { Unfinished } from "./unfinished.ts";

const WORLD = 0; // the lane that describes it and then rests

interface Place {
  readonly block: number;
  /** Events of the block before it. */
  readonly index: number;
}

/**
 * The last beginning of a step that has a whole block behind it, which holds what comes out when
 * the step is taken again; null if the world is not complete before it.
 */
function placeIn(log: LogFile, steady: number): Place | null {
  for (let block = steady - 2; block >= 0; block--) {
    const words = log.wordsOf(block), index = stepBegin(words, words.length / STRIDE);
    if (index > 0) return actorOf(words, index - 1) === WORLD ? null : { block, index };
  }
  return null;
}

/** Writes a log again: as far as it stands, it only looks that the bytes are the same. */
class Rewriter {
  private at = 0;
  private readonly isElsewhere: boolean;

  constructor(private readonly left: Unfinished, private readonly end: number) {
    this.isElsewhere = left.file.partial !== left.from;
  }

  write(bytes: Uint8Array): void {
    const { source, file } = this.left, { at, end } = this;
    if (at < end && !isEqual(source.read(at, bytes.length), bytes)) {
      throw otherwise(this.left, `byte ${at}`);
    }
    if (at === end && !this.isElsewhere) file.cut(end);
    if (at >= end || this.isElsewhere) file.write(bytes);
    this.at += bytes.length;
  }
}

const isEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, at) => byte === right[at]);

function otherwise({ from }: Unfinished, where: string): InputError {
  return new InputError(
    `cannot resume ${from}: at ${where} this run does otherwise than the one that wrote it: ` +
      `hintlab, a trace or a list has changed since; run it anew`,
  );
}

/** Index of the first event that differs; the length if none does. */
function firstOther(left: Int32Array, right: Int32Array): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at++;
  return Math.floor(at / STRIDE);
}

/**
 * Goes on with a run, to the bytes that an unbroken run has.
 * @param rules by which it ran: those that its header names
 * @throws InputError if what this program does is not what stands there; the file is left as it was
 */
export function resumeOne(
  left: Unfinished,
  scenario: Scenario,
  rules: Rules,
  wanted: Wanted = {},
  blockEvents = BLOCK_EVENTS,
): Outcome {
  const steady = left.steadyBlocks(blockEvents), rewriter = new Rewriter(left, left.endOf(steady));
  const followed = new Followed(scenario, rules, wanted, blockEvents);
  const { run } = followed, { machine } = run.sim;
  const writer = new LogWriter(
    headerOf(scenario, rules),
    codec,
    (bytes) => rewriter.write(bytes),
    () => digestViews(machine.memory, hash64),
    blockEvents,
  );
  const place = placeIn(left.log, steady);
  let block = 0;
  const write = (words: Int32Array, events: number): void => {
    if (block < steady) {
      const other = firstOther(left.log.wordsOf(block), words);
      if (other < events) throw otherwise(left, `event ${left.log.baseOf(block) + other + 1}`);
    }
    block++;
    writer.write(words, 0, events);
  };
  followed.follow(write);
  if (place === null) runAll(run, worldOf(scenario, rules));
  else {
    while (block < place.block) {
      takeUp(run, left.log.wordsOf(block));
      followed.full();
    }
    takeUp(run, left.log.wordsOf(block).subarray(0, place.index * STRIDE));
    goOn(run);
  }
  followed.full();
  writer.close();
  left.file.commit();
  return followed.outcome(left.path);
}
