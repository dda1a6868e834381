/**
 * No hinting: every page that is not zero is sent.
 * @module
 */
import { type Design, PLAIN } from "./design.ts";

export const none: Design = {
  ...PLAIN,
  name: "none",
  title: "no hinting",
  hints: false,
  returns: "nothing",
  context: "any",
  collectNs: () => 0,
  collect() {},
  canRelease: () => false,
  release() {},
};
