/**
 * The engine of many machines: runs go to a work queue on a NATS server, and workers anywhere take them
 * (`deno task worker`). It holds only what is given out and not answered.
 * @module
 */
import { note } from "../../output.ts";
import { count, many } from "../../../replay/text.ts";
import type { Engine, SweepResult, SweepRun } from "../engine.ts";
import { Flight } from "./flight.ts";
import { Link } from "./link.ts";
import { Queue } from "./queue.ts";
import { type Answer, FORMAT, namesOf, unpacked } from "./words.ts";

/** Runs that are given out at the same time. */
const MOST = 1024;
export const LEASE_S = 30;
const QUIET_MAX = 3, QUIET_MS = 1000;
const LATE = "an answer came late, after its lease was lost: it counts for nothing";

/** How the engine is made. */
export interface Reaching {
  readonly url: string;
  /** A file. */
  readonly credentials: string | undefined;
  /** A worker that says nothing so long loses its runs to others. */
  readonly leaseS: number;
  readonly sweep: string;
  readonly version: string;
  /** Of the plan. */
  readonly identity: string;
}

export class Nats implements Engine {
  readonly writesLogs = false;

  private constructor(
    readonly title: string,
    private readonly link: Link,
    private readonly to: Reaching,
  ) {}

  /**
   * Connects, so that what is wrong with the address or the credentials is said before anything is begun.
   * @throws InputError if the server cannot be had
   */
  static async open(to: Reaching): Promise<Nats> {
    const link = await Link.open(to.url, to.credentials, "hintlab sweep");
    return new Nats(`workers at ${link.shown}`, link, to);
  }

  async *results(runs: Iterator<SweepRun>, stop: AbortSignal): AsyncIterable<SweepResult> {
    const { identity, sweep, version, leaseS } = this.to;
    const names = namesOf(identity), about = { sweep, version, format: FORMAT };
    await using link = this.link;
    const leaseMs = leaseS * 1000;
    const queue = await Queue.open(link, { names, about, leaseMs, most: MOST, stop });
    const onStop = (): void => queue.interrupt();
    stop.addEventListener("abort", onStop);
    try {
      yield* queue.left();
      await queue.begin();
      const flight = new Flight(runs, MOST);
      yield* this.work(queue, flight, stop);
      tellOf(flight);
    } catch (error) {
      if (!stop.aborted) throw error; // it was stopped while the server was away
    } finally {
      stop.removeEventListener("abort", onStop);
      await queue.end();
    }
  }

  private async *work(
    queue: Queue,
    flight: Flight,
    stop: AbortSignal,
  ): AsyncGenerator<SweepResult> {
    const { version } = this.to;
    const isEnded = (): boolean => stop.aborted || trouble !== undefined || flight.isOver;
    let late = 0, quiet = 0, trouble: unknown;
    let isLooking = false;
    const watch = setInterval(async () => {
      if (++quiet < 2 || isLooking) return;
      isLooking = true;
      try {
        await this.lookAfter(queue, flight, quiet - 1, stop);
        isLooking = false;
      } catch (error) {
        trouble = error;
        queue.interrupt();
      }
    }, QUIET_MS);
    try {
      while (!isEnded()) {
        await giveOut(queue, flight, stop);
        for await (const message of queue.answers()) {
          quiet = 0;
          const answer = unpacked<Answer>(message.data);
          if (answer?.version === version) yield* flight.take(answer); // kept, when we come back
          if (flight.late > late && late++ === 0) say(LATE);
          message.ack();
          if (isEnded()) break;
          await giveOut(queue, flight, stop);
        }
      }
    } finally {
      clearInterval(watch);
    }
    if (trouble !== undefined) throw trouble;
  }

  /** Nothing was heard for a while: is anybody there, and are the runs still on the server? */
  private async lookAfter(
    queue: Queue,
    flight: Flight,
    quiet: number,
    stop: AbortSignal,
  ): Promise<void> {
    const { messages, hasWorkers } = await queue.state();
    if (messages === 0 && quiet > 1) {
      flight.giveAll();
      await giveOut(queue, flight, stop);
    }
    if (quiet !== QUIET_MAX || hasWorkers) return;
    say(
      `no worker is there: deno task worker --nats ${this.link.shown} starts one, on any machine`,
    );
  }
}

async function giveOut(queue: Queue, flight: Flight, stop: AbortSignal): Promise<void> {
  for (let given = flight.next(); given !== undefined; given = flight.next()) {
    if (stop.aborted) return;
    await queue.give(given);
  }
}

/** Says something, whatever stands in the line of the terminal. */
const say = (text: string): void => note(Deno.stderr.isTerminal() ? `\r\x1b[K${text}` : text);

function tellOf({ again, late }: Flight): void {
  if (again > 0) {
    say(`${many(again, "run")} went out again: they failed, or their workers ended or were lost`);
  }
  if (late > 0) say(`${count(late)} late answers counted for nothing`);
}
