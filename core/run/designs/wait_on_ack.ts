/**
 * The merged driver as proposed in January 2026 (VIRTIO_BALLOON_F_HINT_WAIT_ON_ACK): a block is put
 * on the list, where the shrinker finds it, only after the host has used its hint.
 * @module
 */
import { mergedDriver } from "./_driver.ts";
import type { Design } from "./design.ts";

export const waitOnAck: Design = mergedDriver(
  "wait-on-ack",
  "merged, waiting until each hint is used (RFC of January 2026)",
  { waitsOnAck: true },
);
