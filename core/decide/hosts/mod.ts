/**
 * The list of hosts: a new one is its file and its line here.
 * @module
 */
import { firecracker } from "./firecracker.ts";
import type { Host, HostSwitch } from "./host.ts";
import { qemu } from "./qemu.ts";
import { qemu10 } from "./qemu_10.ts";
import { qemu10Ring } from "./qemu_10_ring.ts";
import { qemu10Tcg } from "./qemu_10_tcg.ts";
import { qemu30 } from "./qemu_3_0.ts";
import { qemu40 } from "./qemu_4_0.ts";

export const hosts: readonly Host[] = [qemu30, qemu40, qemu10, qemu10Tcg, qemu10Ring, firecracker];

/** Names of all that is a yes or no in a host, for cases that turn one. */
export const hostSwitches: readonly HostSwitch[] = (Object.keys(qemu) as (keyof typeof qemu)[])
  .filter((name): name is HostSwitch => typeof qemu[name] === "boolean");
