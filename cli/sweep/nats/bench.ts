/**
 * A worker at one sweep: it leases runs from the queue, has its threads do them, and answers for each.
 * @module
 */
import type { Consumer, ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { many } from "../../../replay/text.ts";
import { InputError } from "../../errors.ts";
import { note } from "../../output.ts";
import type { SweepResult, SweepRun } from "../engine.ts";
import { checkInputs, readInputs } from "../inputs.ts";
import { Lane } from "../lane.ts";
import { Hand, type Lease } from "./hand.ts";
import { FETCH_MS, isGone, type Link, pause } from "./link.ts";
import { Together, Voice } from "./voice.ts";
import { type Done, type Names, unpackBatch, type Word, WORKERS } from "./words.ts";

const PAUSE_MS = 200, BEATS = 3;

/** What a worker has done. */
export interface Tally {
  done: number;
  failed: number;
  /** Given back when it ended. */
  back: number;
}

/** What a bench needs. */
export interface Benching {
  readonly link: Link;
  readonly names: Names;
  readonly version: string;
  readonly slots: number;
  readonly tally: Tally;
  readonly stop: AbortSignal;
  /** The module that serves runs in a thread: see `serveRuns`. */
  readonly module?: URL;
}

export class Bench {
  private readonly hand: Hand;
  private readonly lanes: Lane[] = [];
  private readonly saying = new Set<Promise<void>>();
  /** Results that are to be said. */
  private readonly results = new Together((done) => this.sayDone(done));
  private readonly voice: Voice;
  /** When it asked for messages last. */
  private asked = performance.now();
  private listening: ConsumerMessages | undefined;
  private wake = (): void => {};
  /** Why it cannot go on. */
  private trouble: InputError | undefined;
  private isOver = false;

  constructor(private readonly at: Benching) {
    const { slots, module = new URL("../worker.ts", import.meta.url) } = at;
    this.hand = new Hand(slots);
    this.voice = new Voice(at, () => this.isEnding, (error) => {
      if (isGone(error)) this.isOver = true; // the sweep has ended without it
      else if (!this.at.stop.aborted) this.trouble ??= error as InputError;
    });
    for (let thread = 0; thread < slots; thread++) {
      this.lanes.push(
        new Lane(module, {
          next: () => this.hand.next(thread),
          done: (result) => this.done(result),
          failed: ({ id }, why) => this.failed(id, why),
          lost: (why) => this.end(new InputError(`no run can be done here: ${why}`)),
          changed: () => this.changed(),
        }),
      );
    }
  }

  /**
   * Works until the sweep is over, nothing is to be had of it for a while, or somebody stops it.
   * @throws InputError if it cannot go on; its runs are given back
   */
  async work(): Promise<void> {
    const { link, names, stop } = this.at;
    const onStop = (): void => this.changed();
    stop.addEventListener("abort", onStop);
    const overs = link.connection.subscribe(names.over, {
      callback: () => {
        this.isOver = true;
        this.changed();
      },
    });
    let beat: ReturnType<typeof setInterval> | undefined;
    try {
      const consumer = await link.insist(() => link.js.consumers.get(names.stream, WORKERS));
      const { ack_wait } = (await consumer.info(true)).config;
      beat = setInterval(() => this.sayAlive(), Number(ack_wait) / 1e6 / BEATS);
      let isIdle = false;
      while (!this.isEnding && !isIdle) {
        const alone = this.hand.beginAlone();
        if (alone !== undefined) await this.beginAlone(alone);
        else if (this.hand.room > 0) isIdle = !await this.fetch(consumer) && this.hand.isEmpty;
        else await new Promise<void>((resolve) => this.wake = resolve);
      }
    } catch (error) {
      if (!isGone(error) && !stop.aborted) this.trouble ??= error as InputError;
    } finally {
      clearInterval(beat);
      overs.unsubscribe();
      stop.removeEventListener("abort", onStop);
      for (const lane of this.lanes) lane.end();
    }
    await this.giveAllBack();
    if (this.trouble) throw this.trouble;
  }

  private get isEnding(): boolean {
    return this.isOver || this.trouble !== undefined || this.at.stop.aborted;
  }

  private changed(): void {
    if (this.isEnding) this.listening?.stop();
    else for (const lane of this.lanes) lane.fill();
    this.wake();
  }

  private end(why: InputError): void {
    this.trouble ??= why;
    this.changed();
  }

  /** @returns false if there was nothing */
  private async fetch(consumer: Consumer): Promise<boolean> {
    let had = false;
    const before = this.asked;
    this.asked = performance.now();
    this.hand.paced(this.asked - before);
    const { room } = this.hand;
    if (room === 0) return true; // it was just found that runs are longer; none asked for is a hundred to NATS
    const listening = await this.at.link.insist(
      () => consumer.fetch({ max_messages: room, expires: FETCH_MS }),
      () => this.isEnding,
    );
    this.listening = listening;
    try {
      for await (const message of listening) {
        had = true;
        await this.accept(message);
        if (this.isEnding) break;
      }
    } catch (error) {
      if (error instanceof InputError) throw error;
      await pause(PAUSE_MS); // the server went away, or the sweep is over: who asks again will know
    } finally {
      this.listening = undefined;
      listening.stop();
    }
    return had;
  }

  private async accept(message: JsMsg): Promise<void> {
    const { runs, alone } = unpackBatch(message.data);
    if (runs.length === 0) return message.term("it holds no runs");
    const lease = this.hand.take(message, runs);
    if (lease === undefined) return;
    if (message.info.deliveryCount > 1) {
      note(`${many(runs.length, "run")} of a worker that was lost: given out again`);
      return await this.giveBack(lease, "lost");
    }
    try {
      await checkFiles(runs[0]);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return this.end(new InputError(`this machine cannot do the sweep's runs: ${error.message}`));
    }
    if (alone) this.hand.readyAlone(runs[0]);
    else this.hand.ready(runs);
    this.changed();
  }

  private async beginAlone(run: SweepRun): Promise<void> {
    await this.voice.say({ begun: run.id });
    this.hand.ready([run]);
    this.changed();
  }

  /** A run is done: said with those that end soon after. */
  private done(result: SweepResult): void {
    const lease = this.hand.leaseOf(result.id);
    if (lease !== undefined) this.results.add({ lease: lease.name, result });
  }

  private sayDone(done: readonly Done[]): void {
    this.answer({ done }, done.map(({ result }) => result.id), () => {
      this.at.tally.done += done.length;
    });
  }

  private failed(id: string, why: string): void {
    this.answer({ failed: { id, why } }, [id], () => this.at.tally.failed++);
  }

  /** Says what came of runs; when that is said, they are no more ours. */
  private answer(word: Word, ids: readonly string[], said: () => void): void {
    const saying = this.voice.say(word)
      .then((isSaid) => {
        if (!isSaid) return;
        said();
        for (const id of ids) this.hand.answered(id);
      })
      .finally(() => {
        this.saying.delete(saying);
        this.changed();
      });
    this.saying.add(saying);
  }

  /** Gives back what is not answered of a message. */
  private async giveBack(lease: Lease, why: "lost" | "back"): Promise<void> {
    const ids = [...lease.open];
    if (await this.voice.say({ [why]: ids })) { for (const id of ids) this.hand.answered(id); }
  }

  private sayAlive(): void {
    for (const { message } of this.hand.all()) message.working();
  }

  private async giveAllBack(): Promise<void> {
    this.results.end();
    await Promise.all(this.saying);
    for (const lease of this.isOver ? [] : this.hand.all()) {
      this.at.tally.back += lease.open.size;
      await this.giveBack(lease, "back");
    }
    if (!this.at.link.isClosed) await this.at.link.connection.flush().catch(() => {});
  }
}

/** @throws InputError if the files that a run names are not here, or others */
async function checkFiles({ scenario, home, inputs }: SweepRun): Promise<void> {
  if (inputs !== "") checkInputs(await readInputs(scenario, home), inputs);
}
