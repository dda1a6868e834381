/**
 * What a view is: it goes along with a replay if it must, and says what it saw at the last event.
 * A new view is one file and one line in `mod.ts`.
 * @module
 */
import type { MemoryView } from "../../core/state/memory.ts";
import type { Fold } from "../fold.ts";

/** Bytes on the wire of a page sent whole, of a zero page, and of all else in a migration. */
export interface Wire {
  readonly pageBytes: number;
  readonly zeroPageBytes: number;
  readonly otherBytes: number;
}

/** QEMU 10.0.2, fitted over 41 runs: for a log that does not name its host's figures. */
export const WIRE: Wire = { pageBytes: 4104, zeroPageBytes: 9, otherBytes: 160_917 };

/** A log's actor. */
export interface Lane {
  /** As the log's header has it. */
  readonly name: string;
  /** The guest's cpu it runs on, or 240 and up: a thread of the host. */
  readonly cpu: number;
}

/** What is replayed. */
export interface Scene {
  readonly memory: MemoryView;
  readonly lanes: readonly Lane[];
  readonly wire: Wire;
  /** Events of the whole log. */
  readonly events: number;
  /** The unit of the log's clock: ns, or counts of a clock that tells no time. */
  readonly clock: "ns" | "counter";
  /** The clock at the last event shown. */
  readonly end: number;
  /** Design and seed, or what else the log says of itself. */
  readonly title: string;
  /** True to leave nothing out of the text. */
  readonly all: boolean;
}

/** The same thing twice: for programs and for people. */
export interface Shown {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A view at work. */
export interface Teller {
  /** Goes along from the log's first event; absent if the state alone is enough. */
  readonly fold?: Fold;
  /** What there is to see after the last event. */
  show(): Shown;
}

export interface View {
  readonly name: string;
  readonly sentence: string;
  /** True if its fold is a `KeptFold`: it can be taken up in the middle of a log. */
  readonly kept?: true;
  begin(scene: Scene): Teller;
}

/** `writer`, or `lane 9` where the log gives no name. */
export function laneName(scene: Scene, lane: number): string {
  return scene.lanes[lane]?.name ?? `lane ${lane}`;
}
