/**
 * O3: what was taken is given back, and what was asked is answered.
 *
 * Judged where nobody can act any more, and all the way round a fair cycle: blocks held though no migration
 * is under way, a buffer that the host has not used, a lock held, a page that somebody waits for, a migration
 * that does not end, a balloon that never gets its size. And at once, where it can be seen at once: a
 * request that fails while there is memory that would be given back for it, a request of the host that is
 * taken back by another than who made it.
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { kindOf, valueOf } from "../../../events/log.ts";
import type { MemoryView } from "../memory.ts";
import { Phase, Status } from "../views.ts";
import type { Oracle, Step } from "./oracle.ts";
import { isRequestOverwritten } from "./overwritten.ts";
import { unansweredFaults } from "./unanswered.ts";

const Debt = { Held: 1, Buffer: 2, Lock: 4, Fault: 8, Migration: 16, Balloon: 32 } as const;
const DEBTS: Readonly<Record<keyof typeof Debt, string>> = {
  Held: "the driver holds blocks, and no migration is under way",
  Buffer: "a buffer is with the host, and never used",
  Lock: "a lock is held, or waited for",
  Fault: "somebody waits for a page that does not come",
  Migration: "the migration does not end",
  Balloon: "the balloon never gets the size that is asked for",
};
const REQUESTED = 1, STOP = 0; // of `STATUSES` in the kinds table

/** Who is who in a world. */
export interface Roles {
  /** The lane whose list holds what is hinted. */
  readonly balloonLane: number;
  readonly migrationLane: number;
  /** True if a balloon has the size that is asked for; absent where there is none. */
  isSettled?(view: MemoryView): boolean;
}

const isUnderWay = (phase: number): boolean =>
  phase === Phase.Setup || phase === Phase.Running || phase === Phase.Paused ||
  phase === Phase.Postcopy;

function waits({ lockHolder, laneWait }: MemoryView): boolean {
  for (let lock = 0; lock < lockHolder.length; lock++) if (lockHolder[lock] !== 0) return true;
  for (let lane = 0; lane < laneWait.length; lane++) if (laneWait[lane] !== 0) return true;
  return false;
}

function hasFault({ laneFault }: MemoryView): boolean {
  for (let lane = 0; lane < laneFault.length; lane++) if (laneFault[lane] !== 0) return true;
  return false;
}

export function obligation(roles: Roles): Oracle {
  const held = (view: MemoryView): number =>
    view.listCount[view.ownerBase + roles.balloonLane - 1] ?? 0;

  function owed(view: MemoryView): number {
    const { status } = view, underWay = isUnderWay(status[Status.Phase]);
    const isBalloon = roles.isSettled !== undefined;
    let debts = !underWay && !isBalloon && held(view) > 0 ? Debt.Held : 0;
    if (status[Status.Used] < status[Status.Filled]) debts |= Debt.Buffer;
    if (waits(view)) debts |= Debt.Lock;
    if (hasFault(view)) debts |= Debt.Fault;
    if (underWay) debts |= Debt.Migration;
    if (isBalloon && !roles.isSettled!(view)) debts |= Debt.Balloon;
    return debts;
  }

  /** What one event shows. */
  function shown({ view, words, lane, before }: Step, index: number): string | null {
    const kind = kindOf(words, index), value = valueOf(words, index);
    if (
      kind === Kind.AllocationFailed && lane !== roles.balloonLane && (value & Gfp.Direct) !== 0
    ) {
      return held(view) > 0 ? "a request fails while the driver holds blocks" : null;
    }
    if (kind === Kind.StatusChanged && lane !== roles.migrationLane) {
      if (before().status[Status.Hinting] !== REQUESTED) return null;
      if ((value & 3) === STOP) {
        return "a request for hints is taken back by another than its maker";
      }
      return isRequestOverwritten(view) ? "a request for hints is answered under another id" : null;
    }
    if (kind === Kind.SwitchedOver && unansweredFaults(view) > 0) return DEBTS.Fault;
    return null;
  }

  function debt(bits: number): string {
    return Object.entries(DEBTS).filter(([name]) => bits & Debt[name as keyof typeof Debt])
      .map(([, text]) => text).join("; ");
  }

  return {
    name: "obligation",
    after(step) {
      for (let index = step.from; index < step.until; index++) {
        const wrong = shown(step, index);
        if (wrong !== null) return wrong;
      }
      return null;
    },
    atEnd(view) {
      const debts = owed(view);
      return debts === 0 ? null : `nobody can act, and ${debt(debts)}`;
    },
    owed,
    debt,
  };
}
