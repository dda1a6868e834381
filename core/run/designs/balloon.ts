/**
 * The balloon, inflated before the migration begins: what is in it costs a zero page each. When memory is
 * out the guest's notifier takes 256 pages back (VIRTIO_BALLOON_F_DEFLATE_ON_OOM; before 4.20 and from
 * 5.7 on).
 * @module
 */
import { balloonDesign } from "./_balloon.ts";
import type { Design } from "./design.ts";

export const balloon: Design = balloonDesign(
  "balloon",
  "virtio-balloon inflated for the migration, deflated when memory is out",
  "out of memory",
);
