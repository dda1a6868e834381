/**
 * The list of rules: a new one is its file and its line here.
 * @module
 */
import { brokenBooks } from "./broken_books.ts";
import { bufferReused } from "./buffer_reused.ts";
import { callContext } from "./call_context.ts";
import { deadlock } from "./deadlock.ts";
import { doubleUse } from "./double_use.ts";
import { heldForEver } from "./held_for_ever.ts";
import { hintAfterSync } from "./hint_after_sync.ts";
import { hintArray } from "./hint_array.ts";
import { hintTrusted } from "./hint_trusted.ts";
import { interruptsOn } from "./interrupts_on.ts";
import { listLockHeld } from "./list_lock_held.ts";
import { listUnlocked } from "./list_unlocked.ts";
import { longHold } from "./long_hold.ts";
import { nestedZoneLocks } from "./nested_zone_locks.ts";
import { nmiAllocation } from "./nmi_allocation.ts";
import { notRestored } from "./not_restored.ts";
import { orderUnchecked } from "./order_unchecked.ts";
import { pageLost } from "./page_lost.ts";
import { patternLost } from "./pattern_lost.ts";
import type { Rule } from "./rule.ts";
import { sleepInAtomic } from "./sleep_in_atomic.ts";
import { unlinkedByHand } from "./unlinked_by_hand.ts";
import { wakeUnderLock } from "./wake_under_lock.ts";

/*
 * Of the rules that the facts collect (R1 to R21) these have no event to be seen by: R5 (delayed work under a
 * zone's lock is allowed), R6 (per-cpu lists have no lock of their own here; who allocates or frees through
 * them under a zone's lock is told by sleep-in-atomic), R14 (balloon_lock is not modelled), the half of R16
 * that is about wait_event (only waits for locks are events), R19 to R21 (the host's locks: the search
 * holds the model to them).
 */
/** Every rule, in the order in which reports name them: locks, calls, blocks, channel, migration. */
export const rules: readonly Rule[] = [
  listUnlocked,
  notRestored,
  interruptsOn,
  nestedZoneLocks,
  sleepInAtomic,
  nmiAllocation,
  wakeUnderLock,
  listLockHeld,
  deadlock,
  longHold,
  callContext,
  orderUnchecked,
  hintArray,
  hintTrusted,
  doubleUse,
  unlinkedByHand,
  brokenBooks,
  heldForEver,
  bufferReused,
  hintAfterSync,
  pageLost,
  patternLost,
];
