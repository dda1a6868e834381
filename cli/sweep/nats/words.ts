/**
 * What the coordinator of a sweep and its workers say to each other by way of JetStream: one stream a
 * sweep, a work queue of two subjects.
 *
 *   stream hintlab-ID       its description names the sweep and the program's version
 *     hintlab.ID.runs       coordinator -> any worker: runs of one world, leased until they are answered
 *     hintlab.ID.answers    workers -> coordinator: what came of a run, or that runs are given back
 *   hintlab.ID.hello        no stream: who asks there is answered while a coordinator lives
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
export const WORKERS = "workers", COORDINATOR = "coordinator";

/** The names of a sweep's stream and subjects. */
export interface Names {
  readonly stream: string;
  readonly runs: string;
  readonly answers: string;
  readonly hello: string;
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
  };
}

/** The names that belong to a stream. */
export const namesOfStream = (stream: string): Names => namesOf(stream.slice(PREFIX.length + 1));

/** What a stream says of its sweep. */
export interface About {
  readonly sweep: string;
  /** Of the program. */
  readonly version: string;
}

/** Reads a stream's description; undefined if it is none of ours. */
export function readAbout(description: string | undefined): About | undefined {
  try {
    const { sweep, version } = JSON.parse(description ?? "") as Partial<About>;
    if (typeof sweep === "string" && typeof version === "string") return { sweep, version };
  } catch { /* not ours */ }
  return undefined;
}

/** What all runs of a message have in common, since they begin with one world. */
type Common = Pick<SweepRun, "world" | "scenario" | "home" | "inputs">;

/** A message of runs. */
interface Given {
  readonly common: Common;
  readonly runs: readonly (readonly [index: number, id: string, design: string])[];
}

/** Runs of one world as a message. */
export function packRuns(runs: readonly SweepRun[]): Uint8Array {
  const [{ world, scenario, home, inputs }] = runs;
  return packed(
    {
      common: { world, scenario, home, inputs },
      runs: runs.map(({ index, id, design }) => [index, id, design]),
    } satisfies Given,
  );
}

/** The runs of a message; none if it is none of ours. */
export function unpackRuns(bytes: Uint8Array): SweepRun[] {
  const given = unpacked<Given>(bytes);
  return given?.runs.map(([index, id, design]) => ({
    ...given.common,
    index,
    id,
    design,
    log: "",
  })) ?? [];
}

/** A run that came to nothing. */
export interface Failed {
  readonly id: string;
  readonly why: string;
  /** It is not to be tried again. */
  readonly isLast: boolean;
}

/** An answer. */
export interface Answer {
  /** Of the worker's program. */
  readonly version: string;
  /** Which lease it was done under: the message's number in the stream, and how often it was given out. */
  readonly lease: string;
  /** Exactly one of these is there. */
  readonly result?: SweepResult;
  readonly failed?: Failed;
  /** Runs that were not done, and that another may do. */
  readonly back?: readonly string[];
}

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
