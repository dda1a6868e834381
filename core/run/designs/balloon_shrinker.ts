/**
 * The balloon of Linux 4.20 to 5.6 (commit 71994620bb25): a shrinker gives its pages back on any reclaim, so
 * that the page cache and the balloon fight for memory; reverted in 2020 for that.
 * @module
 */
import { balloonDesign } from "./_balloon.ts";
import type { Design } from "./design.ts";

export const balloonShrinker: Design = balloonDesign(
  "balloon-shrinker",
  "virtio-balloon with a shrinker (Linux 4.20 to 5.6)",
  "shrinker",
);
