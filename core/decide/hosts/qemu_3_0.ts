/**
 * QEMU at the thread's time: KVM's log fetched and cleared at once, hinting stopped before each sync.
 *
 * The rules of hinting are those merged in 4.0 (hw/virtio/virtio-balloon.c, migration/ram.c), less
 * what came later. `startsOnlyOnRequest` came with 20a4da0f23 (2020); without it a late START is
 * taken for a new one, which `tests/core/run/search` shows.
 * @module
 */
import type { Host } from "./host.ts";

export const qemu30: Host = {
  name: "qemu-3.0",
  title: "QEMU 3.0, KVM with get-and-clear dirty log",
  logMode: 0,
  stopsBeforeSync: true,
  checksId: true,
  startsOnlyOnRequest: true,
  clearsBeforeRead: true,
  burstNs: 50_000_000, // migration/ram.c, ram_save_iterate: at most 50 ms when the link is not limited
  pageBytes: 4104, // measured on QEMU 10.0.2: 4104.013 a normal page, 8.995 a zero page
  zeroPageBytes: 9,
  otherBytes: 160_917,
};
