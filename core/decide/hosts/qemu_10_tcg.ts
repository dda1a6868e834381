/**
 * QEMU 10 with TCG: the emulator logs writes itself, and a sync takes and clears what it logged.
 * The measured runs were made with it (QEMU 10.0.2). Nothing is cleared by chunks: TCG has no log
 * behind its own.
 * @module
 */
import type { Host } from "./host.ts";
import { qemu10Rules } from "./qemu_10.ts";

export const qemu10Tcg: Host = {
  ...qemu10Rules,
  name: "qemu-10-tcg",
  title: "QEMU 10, TCG",
};
