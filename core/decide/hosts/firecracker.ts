/**
 * Firecracker: hints before a snapshot. A hint is a madvise(MADV_DONTNEED), and no bitmap changes.
 *
 * Source: src/vmm/src/devices/virtio/balloon/device.rs and docs/ballooning.md (2026): an id counts
 * up and skips 0 and 1; it stays in the config space; hints count while the guest's last command is that id;
 * with acknowledge_on_stop, the default, the guest's STOP is answered with DONE. The documents warn that a page taken
 * again before its hint is used loses its data; the model says the same.
 * The snapshot is full: the guest stands still while all its memory is written, zero pages too.
 * @module
 */
import type { Host } from "./host.ts";
import { qemu } from "./qemu.ts";

export const firecracker: Host = {
  ...qemu,
  name: "firecracker",
  title: "Firecracker, hints before a full snapshot",
  transfer: "snapshot",
  firstId: 2,
  idAfterLast: 2,
  stopsBeforeSync: false,
  doneOnGuestStop: true,
  keepsRequest: true,
  discardsOnHint: true,
  pageBytes: 4096, // a file: no headers
  zeroPageBytes: 4096,
  otherBytes: 0,
};
