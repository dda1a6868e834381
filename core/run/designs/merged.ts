/**
 * The design that was merged: Linux 4.20, commit 86a559787e6f.
 * @module
 */
import { mergedDriver } from "./_driver.ts";
import type { Design } from "./design.ts";

export const merged: Design = mergedDriver(
  "merged",
  "VIRTIO_BALLOON_F_FREE_PAGE_HINT as merged in Linux 4.20",
);
