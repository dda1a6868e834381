/**
 * The list of profiles: a new one is its file and its line here.
 * @module
 */
import { linux417 } from "./linux_4_17.ts";
import { linux61 } from "./linux_6_1.ts";
import type { Profile } from "./profile.ts";

export const profiles: readonly Profile[] = [linux417, linux61];
