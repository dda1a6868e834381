/**
 * The list of hosts: a new one is its file and its line here.
 * @module
 */
import { firecracker } from "./firecracker.ts";
import type { Host } from "./host.ts";
import { qemu10 } from "./qemu_10.ts";
import { qemu10Ring } from "./qemu_10_ring.ts";
import { qemu10Tcg } from "./qemu_10_tcg.ts";
import { qemu30 } from "./qemu_3_0.ts";

export const hosts: readonly Host[] = [qemu30, qemu10, qemu10Tcg, qemu10Ring, firecracker];
