/**
 * The page's end of the wire to a worker: asks by number, and hands each answer to whoever asked.
 * @module
 */
import { MapReceiver, type SentMap } from "../map_wire.ts";
import type { Ask, Asks, Boot, Question, Reply } from "../protocol.ts";

interface Waiting {
  readonly ask: Ask;
  answered(answer: unknown): void;
  refused(why: Error): void;
}

export class Engine {
  private readonly maps = new MapReceiver();
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  constructor(private readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.failAll(new Error(`The worker stopped: ${event.message || "its code was not found"}`));
    };
  }

  /** How many questions have no answer yet. */
  get open(): number {
    return this.waiting.size;
  }

  ask<name extends Ask>(
    ask: name,
    ...words: Parameters<Asks[name]>
  ): Promise<ReturnType<Asks[name]>> {
    const id = ++this.last;
    const question: Question<name> = { id, ask, words };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, {
        ask,
        answered: (answer) => resolve(answer as ReturnType<Asks[name]>),
        refused: reject,
      });
      this.worker.postMessage(question);
    });
  }

  /** No answer will come any more. */
  close(): void {
    this.worker.terminate();
    this.waiting.clear();
  }

  private heard(reply: Reply): void {
    const asked = this.waiting.get(reply.id);
    if (asked === undefined) return;
    this.waiting.delete(reply.id);
    if ("error" in reply) return asked.refused(new Error(reply.error));
    const { answer } = reply;
    asked.answered(asked.ask === "map" ? this.maps.received(answer as SentMap) : answer);
  }

  private failAll(why: Error): void {
    for (const asked of this.waiting.values()) asked.refused(why);
    this.waiting.clear();
  }
}

/** Starts a worker: from its file, or from the text that the page brought along. */
export function startEngine({ worker }: Boot): Engine {
  if (worker !== null) {
    return new Engine(new Worker(new URL(worker, document.baseURI)));
  }
  const text = document.getElementById("worker")?.textContent ?? "";
  const blob = new Blob([text], { type: "text/javascript" });
  return new Engine(new Worker(URL.createObjectURL(blob)));
}
