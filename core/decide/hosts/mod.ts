/**
 * The list of hosts: a new one is its file and its line here.
 * @module
 */
import type { Host } from "./host.ts";
import { qemu30 } from "./qemu_3_0.ts";

export const hosts: readonly Host[] = [qemu30];
