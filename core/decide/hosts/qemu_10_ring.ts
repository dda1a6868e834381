/**
 * QEMU 10 with KVM's dirty ring (dirty-ring-size): each cpu pushes a page at its first write since
 * the last harvest. Manual protect is off with it (commit a81a592698, 2021), so no chunks.
 *
 * Rings are emptied before every sync, by a thread once a second, and when one is full (accel/kvm/
 * kvm-all.c, kvm_dirty_ring_flush, kvm_dirty_ring_reaper_thread, KVM_EXIT_DIRTY_RING_FULL); the
 * writer waits meanwhile. Modelled, not measured.
 * @module
 */
import { LogMode } from "../../state/apply/dirty_log.ts";
import type { Host } from "./host.ts";
import { qemu10Rules } from "./qemu_10.ts";

export const qemu10Ring: Host = {
  ...qemu10Rules,
  name: "qemu-10-ring",
  title: "QEMU 10, KVM with dirty rings of 4096 entries",
  logMode: LogMode.Ring,
  ring: { entries: 4096, reapNs: 1_000_000_000 },
};
