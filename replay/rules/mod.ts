/**
 * The list of rules: a new one is its file and its line here.
 * @module
 */
import { brokenBooks } from "./broken_books.ts";
import { bufferReused } from "./buffer_reused.ts";
import { callContext } from "./call_context.ts";
import { doubleUse } from "./double_use.ts";
import { heldForEver } from "./held_for_ever.ts";
import { hintAfterSync } from "./hint_after_sync.ts";
import { hintArray } from "./hint_array.ts";
import { hintTrusted } from "./hint_trusted.ts";
import { interruptsOn } from "./interrupts_on.ts";
import { listUnlocked } from "./list_unlocked.ts";
import { nestedZoneLocks } from "./nested_zone_locks.ts";
import { notRestored } from "./not_restored.ts";
import { orderUnchecked } from "./order_unchecked.ts";
import { pageLost } from "./page_lost.ts";
import type { Rule } from "./rule.ts";
import { sleepInAtomic } from "./sleep_in_atomic.ts";

/** Every rule, in the order in which reports name them: locks, calls, blocks, channel, migration. */
export const rules: readonly Rule[] = [
  listUnlocked,
  notRestored,
  interruptsOn,
  nestedZoneLocks,
  sleepInAtomic,
  callContext,
  orderUnchecked,
  hintArray,
  hintTrusted,
  doubleUse,
  brokenBooks,
  heldForEver,
  bufferReused,
  hintAfterSync,
  pageLost,
];
