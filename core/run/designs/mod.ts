/**
 * The list of designs: a new one is its file and its line here.
 * @module
 */
import type { Design } from "./design.ts";
import { allocPages } from "./alloc_pages.ts";
import { balloon } from "./balloon.ts";
import { balloonShrinker } from "./balloon_shrinker.ts";
import { bitmap2016 } from "./bitmap_2016.ts";
import { callbackV28 } from "./callback_v28.ts";
import { firstChunk } from "./first_chunk.ts";
import { firstChunkFixed } from "./first_chunk_fixed.ts";
import { merged } from "./merged.ts";
import { none } from "./none.ts";
import { pageReporting } from "./page_reporting.ts";
import { popEntries } from "./pop_entries.ts";
import { v33 } from "./v33.ts";
import { v35 } from "./v35.ts";
import { waitOnAck } from "./wait_on_ack.ts";

export const designs: readonly Design[] = [
  none,
  bitmap2016,
  callbackV28,
  v33,
  firstChunk,
  firstChunkFixed,
  popEntries,
  v35,
  allocPages,
  merged,
  waitOnAck,
  pageReporting,
  balloon,
  balloonShrinker,
];
