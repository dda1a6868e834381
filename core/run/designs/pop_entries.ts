/**
 * Mails 5 and 6 of the thread: entries popped off the list are the buffers, as many as it takes; the
 * caller frees all of them. The mails leave open how they are popped: here the books are kept.
 * @module
 */
import { popping } from "./_popped.ts";
import type { Design } from "./design.ts";

export const popEntries: Design = popping(
  "pop-entries",
  "entries popped off the list as buffers (June 2018, mails 5 and 6)",
  "the popped blocks, filled with addresses, and their number",
  Infinity,
);
