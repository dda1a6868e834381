/**
 * What a reading is: one number a page frame, by which a map is coloured. A new reading is one file and
 * one line in `mod.ts`.
 * @module
 */
import type { LogHeader } from "../../../events/file/header.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Tone } from "../protocol.ts";

/**
 * A class of pages: what it is called, a sign for those who do not see its colour, and what the colour is to
 * say (`kind`, if left out).
 */
export interface PageClass {
  readonly word: string;
  readonly sign: string;
  readonly tone?: Tone;
}

/** What a reading may ask for besides the state. */
export interface Aids {
  /** By page, of the migration under way: see `SentRounds`. Made by reading the log as far as it must be. */
  sentRounds(): Uint8Array;
}

/** A reading of the state, page by page. */
export interface Reading {
  readonly name: string;
  /** What a map by it shows. */
  readonly sentence: string;
  /**
   * False if a log cannot tell it.
   * @param begins true for kinds of events that the log begins with
   */
  isTold(header: LogHeader, begins: (kind: number) => boolean): boolean;
  /** By number in a map. The last class is that of frames that are no memory: `NO_PAGE`. */
  classes(header: LogHeader): readonly PageClass[];
  /** Writes the class of each page; frames that lie in no zone may get any. */
  fill(view: MemoryView, classes: Uint8Array, aids: Aids): void;
}

/** The class of frames that lie in no zone: the last of every reading. */
export const NO_PAGE: PageClass = { word: "no memory", sign: " ", tone: "none" };

/** True if the log was made from a kernel's trace, which tells of no host. */
export const isTraced = ({ imported }: LogHeader): boolean => imported !== undefined;
