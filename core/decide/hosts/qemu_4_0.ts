/**
 * QEMU 4.0 to 5.0: free page hinting as it was first released, with what was mended in 2020 and 2021.
 *
 * Sources: commits dd8eeb9671 (DONE when a migration fails, 2020), 20a4da0f23 (a START that nobody asked
 * for, 2020), 1a83e0b9c4 (id and status under a lock, 2020), 0fe7245d8b (all entries of a descriptor, 2021),
 * f5816b5c86 (an error before the channel is closed, 2022). KVM's log is got and cleared at once.
 * @module
 */
import type { Host } from "./host.ts";
import { qemu } from "./qemu.ts";

export const qemu40: Host = {
  ...qemu,
  name: "qemu-4.0",
  title: "QEMU 4.0 to 5.0, KVM with get-and-clear dirty log",
  startsOnlyOnRequest: false,
  locksStart: false,
  doneOnFailure: false,
  readsAllEntries: false,
  errorBeforeClose: false,
};
