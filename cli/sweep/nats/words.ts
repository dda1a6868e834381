/**
 * What the coordinator of a sweep and its workers say to each other by way of JetStream: one stream a
 * sweep, a work queue of two subjects.
 *
 *   stream hintlab-ID       its description names the sweep and the program's version
 *     hintlab.ID.runs       coordinator -> any worker: runs of one world, leased until they are answered
 *     hintlab.ID.answers    workers -> coordinator: what came of a run, or that runs are given back
 *   hintlab.ID.hello        no stream: who asks there is answered while a coordinator lives
 *   hintlab.ID.over         no stream: the sweep is over, or stopped
 *   hintlab.begun           no stream: a sweep begins
 *
 * A message of runs is acknowledged when the answers to all of them are in the stream, and an answer when
 * the result is in the store: whoever dies in between, nothing is lost, and what comes twice is known by the
 * run's identity.
 * @module
 */
import type { SweepResult, SweepRun } from "../engine.ts";

const PREFIX = "hintlab";
/** The subject by which workers find the streams of all sweeps. */
export const ANY_RUNS = `${PREFIX}.*.runs`;
/** Said when a sweep begins: workers that wait look at once, not only now and then. */
export const BEGUN = `${PREFIX}.begun`;
export const WORKERS = "workers", COORDINATOR = "coordinator";

/** The names of a sweep's stream and subjects. */
export interface Names {
  readonly stream: string;
  readonly runs: string;
  readonly answers: string;
  readonly hello: string;
  readonly over: string;
}

/** @param identity of the sweep, in hex */
export function namesOf(identity: string): Names {
  const short = identity.slice(0, 24);
  const subject = (last: string): string => `${PREFIX}.${short}.${last}`;
  return {
    stream: `${PREFIX}-${short}`,
    runs: subject("runs"),
    answers: subject("answers"),
    hello: subject("hello"),
    over: subject("over"),
  };
}

/** The names that belong to a stream. */
export const namesOfStream = (stream: string): Names => namesOf(stream.slice(PREFIX.length + 1));

/** What a stream says of its sweep. */
export interface About {
  readonly sweep: string;
  /** Of the program. */
  readonly version: string;
  /** Of the messages: what decides a run may stay as it is while these change. */
  readonly format: number;
}

export const FORMAT = 1;

/** Reads a stream's description; undefined if it is none of ours. */
export function readAbout(description: string | undefined): About | undefined {
  try {
    const { sweep, version, format = 0 } = JSON.parse(description ?? "") as Partial<About>;
    if (typeof sweep === "string" && typeof version === "string") return { sweep, version, format };
  } catch { /* not ours */ }
  return undefined;
}

/** What all runs of a message have in common, since they begin with one world. */
type Common = Pick<SweepRun, "world" | "scenario" | "home" | "inputs">;

/** A message of runs. */
interface Given {
  readonly common: Common;
  /** See `Batch`. */
  readonly alone: boolean;
  readonly runs: readonly (readonly [index: number, id: string, design: string])[];
}

/** Runs of one world, given out together. */
export interface Batch {
  readonly runs: readonly SweepRun[];
  /** Two workers were lost that had it: it is to be done with nothing else, so that who is to blame is known. */
  readonly alone: boolean;
}

export function packBatch({ runs, alone }: Batch): Uint8Array {
  const [{ world, scenario, home, inputs }] = runs;
  return packed(
    {
      common: { world, scenario, home, inputs },
      alone,
      runs: runs.map(({ index, id, design }) => [index, id, design]),
    } satisfies Given,
  );
}

/** Reads a message of runs; it has none if it is none of ours. */
export function unpackBatch(bytes: Uint8Array): Batch {
  const given = unpacked<Given>(bytes);
  const runs = given?.runs.map(([index, id, design]) => ({
    ...given.common,
    index,
    id,
    design,
    log: "",
  }));
  return { runs: runs ?? [], alone: given?.alone ?? false };
}

/** A result, and the lease it was done under: the message's number, and how often it was given out. */
export interface Done {
  readonly lease: string;
  readonly result: SweepResult;
}

/** An answer; exactly one of what may be missing is there. */
export interface Answer {
  /** Of the worker's program. */
  readonly version: string;
  readonly done?: readonly Done[];
  readonly failed?: { readonly id: string; readonly why: string };
  /** A run that is done alone begins. */
  readonly begun?: string;
  /** Runs whose worker was lost: their lease ran out. */
  readonly lost?: readonly string[];
  /** Runs that a worker that ends has not done. */
  readonly back?: readonly string[];
}

/** What a worker has to say. */
export type Word = Omit<Answer, "version">;

const encoder = new TextEncoder(), decoder = new TextDecoder();

export const packed = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value));

/** Reads a message; undefined if it is none of ours. */
export function unpacked<T>(bytes: Uint8Array): T | undefined {
  try {
    return JSON.parse(decoder.decode(bytes)) as T;
  } catch {
    return undefined;
  }
}
