/**
 * The list of designs: a new one is its file and its line here.
 * @module
 */
import type { Design } from "./design.ts";
import { merged } from "./merged.ts";
import { none } from "./none.ts";
import { v33 } from "./v33.ts";
import { waitOnAck } from "./wait_on_ack.ts";

export const designs: readonly Design[] = [none, v33, merged, waitOnAck];
