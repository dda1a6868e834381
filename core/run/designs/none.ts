/**
 * No hinting: every page that is not zero is sent.
 * @module
 */
import { type Design, NO_REPORT, PLAIN } from "./design.ts";

export const none: Design = {
  ...PLAIN,
  ...NO_REPORT,
  name: "none",
  title: "no hinting",
  hints: false,
  returns: "nothing",
  context: "any",
};
