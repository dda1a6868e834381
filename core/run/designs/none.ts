/**
 * No hinting: every page that is not zero is sent.
 * @module
 */
import type { Design } from "./design.ts";

export const none: Design = {
  name: "none",
  title: "no hinting",
  hints: false,
  returns: "nothing",
  context: "any",
  holdsUntilDone: false,
  idByReference: false,
  waitsOnAck: false,
  repeatsId: false,
  collectNs: () => 0,
  collect() {},
  canRelease: () => false,
  release() {},
};
