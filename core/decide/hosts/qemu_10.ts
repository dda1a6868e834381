/**
 * QEMU 10 with KVM as it is by default: the log is fetched and left, every bit is set as logging
 * begins, and chunks of 1 GiB are cleared before the first of their pages is sent, or hinted.
 *
 * Sources: accel/kvm/kvm-all.c (KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2 with INITIALLY_SET),
 * migration/ram.c (clear_bmap, shift 18), commits 3143577d6a, fd51e54fa1, 52ac968ab2.
 * KVM's log is modelled from these; it was not measured.
 * @module
 */
import { LogMode } from "../../state/apply/dirty_log.ts";
import type { Host } from "./host.ts";
import { qemu } from "./qemu.ts";

/** What QEMU 10 does whatever logs the writes. */
export const qemu10Rules: Omit<Host, "name" | "title"> = {
  ...qemu,
  refusesWithPostcopy: true,
  clearsLogOnHint: true,
  locksForBurst: true,
  throttleSyncNs: 5_000_000_000,
};

export const qemu10: Host = {
  ...qemu10Rules,
  name: "qemu-10",
  title: "QEMU 10, KVM with manual-protect dirty log, initially set",
  logMode: LogMode.InitiallySet,
  chunkOrder: 18,
};
