/**
 * The reading `sent`: the round in which a page was sent last, and what a hint kept from being sent.
 * @module
 */
import { isTraced, NO_PAGE, type Reading } from "./reading.ts";

/** Numbers of `SentRounds`, and of the reading's classes; round 1 is `FirstRound`. */
export const NotSent = 0, Skipped = 1, FirstRound = 2;
/** Later rounds share a class. */
export const ROUNDS_MAX = 12;
const SIGNS = "123456789abc+";

export const sent: Reading = {
  name: "sent",
  sentence: "the round of this migration in which a page was sent last, or skipped by a hint",
  isTold: (header) => !isTraced(header),
  classes: () => [
    { word: "not sent", sign: ".", tone: "quiet" },
    { word: "skipped by a hint", sign: "s" },
    ...Array.from({ length: ROUNDS_MAX }, (_, at) => ({
      word: `sent in round ${at + 1}`,
      sign: SIGNS[at],
      tone: "ramp" as const,
    })),
    { word: "sent in a later round", sign: SIGNS[ROUNDS_MAX], tone: "ramp" },
    NO_PAGE,
  ],
  fill(_view, classes, aids) {
    classes.set(aids.sentRounds());
  },
};
