/**
 * The coordinator's side of a sweep's stream: it makes it, gives runs out, hears answers, and takes it away.
 * @module
 */
import {
  AckPolicy,
  type Consumer,
  type ConsumerMessages,
  DeliverPolicy,
  JetStreamApiError,
  type JsMsg,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import { nanos, RequestError, TimeoutError } from "@nats-io/transport-node";
import { InputError } from "../../errors.ts";
import type { SweepResult } from "../engine.ts";
import { FETCH_MS, isGone, type Link, meaning } from "./link.ts";
import {
  type About,
  type Answer,
  type Batch,
  BEGUN,
  COORDINATOR,
  type Names,
  packBatch,
  packed,
  unpacked,
  WORKERS,
} from "./words.ts";

const HELLO_MS = 2000, LEFT_MS = 1000, FETCH_MESSAGES = 256;

/** How a queue is made. */
export interface Queueing {
  readonly names: Names;
  readonly about: About;
  /** A worker that says nothing so long loses its runs to others. */
  readonly leaseMs: number;
  /** Runs that are given out at the same time, at most. */
  readonly most: number;
  /** Ends the waiting for a server that is away. */
  readonly stop: AbortSignal;
}

export class Queue {
  private consumer: Consumer | undefined;
  private listening: ConsumerMessages | undefined;
  private serial = 0;

  private constructor(private readonly link: Link, private readonly made: Queueing) {}

  /**
   * Takes the sweep's place on the server.
   * @throws InputError if another coordinator has it
   */
  static async open(link: Link, made: Queueing): Promise<Queue> {
    const { names, about } = made, { connection } = link;
    const isTaken = await connection.request(names.hello, "", { timeout: HELLO_MS })
      .then(() => true, (error) => {
        if (error instanceof RequestError && error.isNoResponders()) return false;
        if (error instanceof TimeoutError) return true; // it is there, but does not answer
        throw meaning(error, link.shown);
      });
    if (isTaken) {
      throw new InputError(
        `${link.shown}: another coordinator is at this sweep, or went away without a word a moment ago`,
      );
    }
    connection.subscribe(names.hello, {
      callback: (error, message) => {
        if (error === null) message.respond(packed(about));
      },
    });
    return new Queue(link, made);
  }

  /** Results that an earlier coordinator was killed before it kept. */
  async *left(): AsyncGenerator<SweepResult> {
    const { link, made: { names, about } } = this;
    try {
      await link.manager.streams.info(names.stream);
    } catch (error) {
      if (isGone(error)) return;
      throw meaning(error, link.shown);
    }
    // What it had been handed is handed to a new consumer at once.
    await this.without(() => link.manager.consumers.delete(names.stream, COORDINATOR));
    this.consumer = await this.hearing();
    for (let heard = -1; heard !== 0;) {
      heard = 0;
      for await (const message of this.answers(LEFT_MS)) {
        heard++;
        const answer = unpacked<Answer>(message.data);
        if (answer?.version === about.version) {
          for (const { result } of answer.done ?? []) yield result;
        }
        message.ack();
      }
    }
  }

  /** Makes the stream, anew if there is one. */
  async begin(): Promise<void> {
    const { link, made: { names, about, leaseMs, most } } = this;
    const { streams, consumers } = link.manager;
    await this.without(() => streams.delete(names.stream));
    await this.insist(() =>
      streams.add({
        name: names.stream,
        description: JSON.stringify(about),
        subjects: [names.runs, names.answers],
        retention: RetentionPolicy.Workqueue,
        storage: StorageType.File,
      })
    );
    await this.insist(() =>
      consumers.add(names.stream, {
        durable_name: WORKERS,
        filter_subject: names.runs,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
        ack_wait: nanos(leaseMs),
        max_ack_pending: most,
      })
    );
    this.consumer = await this.hearing();
    link.connection.publish(BEGUN);
  }

  private hearing(): Promise<Consumer> {
    const { link, made: { names } } = this;
    return this.insist(async () => {
      await link.manager.consumers.add(names.stream, {
        durable_name: COORDINATOR,
        filter_subject: names.answers,
        ack_policy: AckPolicy.Explicit,
        deliver_policy: DeliverPolicy.All,
      });
      return await link.js.consumers.get(names.stream, COORDINATOR);
    });
  }

  /** Gives runs out: once, however often the server must be asked. */
  async give(batch: Batch): Promise<void> {
    const { stream, runs: subject } = this.made.names, data = packBatch(batch);
    const name = `runs ${this.serial++}`;
    await this.whileThere(() =>
      this.link.publish({ stream, subject }, data, name, () => this.made.stop.aborted)
    );
  }

  /** What workers say; it ends if nothing more comes for a while. */
  async *answers(ms = FETCH_MS): AsyncGenerator<JsMsg> {
    const listening = await this.insist(() =>
      this.consumer!.fetch({ max_messages: FETCH_MESSAGES, expires: ms })
    );
    this.listening = listening;
    try {
      for await (const message of listening) yield message;
    } catch {
      // The server went away: who asks again waits for it.
    } finally {
      listening.stop();
      this.listening = undefined;
    }
  }

  /** Ends `answers` at once. */
  interrupt(): void {
    this.listening?.stop();
  }

  /** How it stands on the server. */
  async state(): Promise<{ messages: number; hasWorkers: boolean }> {
    const { link: { manager }, made: { names } } = this;
    return await this.insist(async () => {
      const { num_waiting, num_ack_pending } = await manager.consumers.info(names.stream, WORKERS);
      const { state } = await manager.streams.info(names.stream);
      return { messages: state.messages, hasWorkers: num_waiting > 0 || num_ack_pending > 0 };
    });
  }

  /** Takes the stream away; if the server is gone, the next coordinator of the sweep does. */
  async end(): Promise<void> {
    const { link: { connection, manager, isClosed }, made: { names } } = this;
    if (this.consumer === undefined || isClosed) return;
    await manager.streams.delete(names.stream).catch(() => {});
    connection.publish(names.over); // who waits for runs of it need wait no longer
    await connection.flush().catch(() => {});
  }

  private insist<T>(act: () => Promise<T>): Promise<T> {
    return this.whileThere(() => this.link.insist(act, () => this.made.stop.aborted));
  }

  private async whileThere<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!isGone(error)) throw error;
      throw new InputError(`${this.link.shown}: the sweep's stream is gone: somebody deleted it`);
    }
  }

  /** Takes something away that may not be there. */
  private async without(act: () => Promise<unknown>): Promise<void> {
    await act().catch((error) => {
      if (!(error instanceof JetStreamApiError)) throw meaning(error, this.link.shown);
    });
  }
}
