/**
 * A machine that goes on from a given memory, under the rules of linux-4.17.
 * @module
 */
import { EventLog } from "../../events/log.ts";
import { formatEvent } from "../../events/text.ts";
import { defaultCosts } from "../../core/decide/costs.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { Machine } from "../../core/decide/machine.ts";
import { linux417 } from "../../core/decide/profiles/linux_4_17.ts";
import type { Memory } from "../../core/state/memory.ts";

/** Lanes 0 and 1 run on cpu 0, lane 2 on cpu 1, lane 3 is a thread of the host. */
export function machineOn(memory: Memory): Machine {
  const cpus = Uint8Array.of(0, 0, 1, 240);
  return new Machine(memory, new EventLog(), cpus, linux417, hosts[0], defaultCosts());
}

/** What the machine did, a line each: kind and fields, from the first event that matches. */
export function didOf(machine: Machine, pattern = /./): string[] {
  const { log } = machine;
  return Array.from({ length: log.length }, (_, index) =>
    formatEvent(log.words, index, [])
      .replace(/^\S+ \S+ /, "").replace(/actor=\S+ cpu=\S+ ?/, "").replace("irqs=off ", ""))
    .filter((line) => pattern.test(line));
}
