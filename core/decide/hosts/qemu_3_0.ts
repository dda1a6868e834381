/**
 * QEMU at the thread's time: KVM's log fetched and cleared at once, hinting stopped before each sync.
 *
 * Hinting itself was merged in 4.0; its rules are used here with a host of 2018. What a version
 * before 20a4da0f23 (2020) did with a late START is a switch, which `tests/core/run/search` turns.
 * @module
 */
import type { Host } from "./host.ts";
import { qemu } from "./qemu.ts";

export const qemu30: Host = {
  ...qemu,
  name: "qemu-3.0",
  title: "QEMU 3.0, KVM with get-and-clear dirty log",
};
