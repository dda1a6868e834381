/**
 * Requests for hints that were overwritten: the host takes hints, or would, under an id that the guest has not
 * announced. The guest reads from the config space that none are wanted, and the round has none.
 * @module
 */
import type { MemoryView } from "../memory.ts";
import { Status } from "../views.ts";

const START = 2;

/** True if the status says that the guest hints under the id issued last, which it has not announced. */
export function isRequestOverwritten({ status }: MemoryView): boolean {
  return status[Status.Hinting] === START && status[Status.Active] !== status[Status.Id];
}
