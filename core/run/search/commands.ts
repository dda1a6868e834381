/**
 * Coarse steps: a command is a row of steps of one lane that is taken as one, as the one-page model of
 * free page hinting cuts them. A case lists which commands are atomic; what is not listed stays fine.
 *
 * A command is a pure matter of schedule: the steps are the actors', and no other lane comes between. Where a
 * lane meets a held lock in the middle, its command ends there, and goes on as steps.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { Phase, Status } from "../../state/views.ts";
import { hasNewId } from "../actors/balloon_worker.ts";
import { freePageLock } from "../actors/hint_queue.ts";
import { inPage, isReadAndCleared } from "../actors/migration/sender_fine.ts";
import { Stage } from "../actors/migration/stage.ts";
import { Worker } from "../designs/design.ts";
import type { Sim } from "../sim.ts";
import { events, type Moves } from "./moves.ts";
import type { Roles, SmallWorld } from "./small_world.ts";

/** Where a command stands: the lane's phase as it began, the choice it began with, steps taken. */
interface Progress {
  readonly began: number;
  readonly choice: number;
  readonly taken: number;
}

interface Command {
  readonly role: keyof Pick<Roles, "migration" | "balloon" | "queue">;
  readonly sentence: string;
  /** The choice of the next step, or `REST` if the command is over. */
  next(world: SmallWorld, lane: number, progress: Progress): number;
}

const REST = -1;
/** How a running round ends; the thread's own choice is only that it does. */
const END = 1, PAUSE = 2;

const stageOf = ({ view }: Sim, lane: number): number => view.lanePhase[lane];
const isPaused = ({ view }: Sim): boolean => view.status[Status.Phase] === Phase.Paused;
const on = (condition: boolean): number => condition ? 0 : REST;

/** The commands, by the name that a case lists. */
export const commands = {
  setup: {
    role: "migration",
    sentence: "logging begins, the first sync, the first id, the first round",
    next: ({ sim }, lane, { began }) =>
      on(began === Stage.Begin && stageOf(sim, lane) !== Stage.Send),
  },
  "round-end": {
    role: "migration",
    sentence: "a round ends and hinting is stopped",
    next: ({ sim }, lane, { began, choice }) =>
      on(began === Stage.Send && choice !== PAUSE && stageOf(sim, lane) === Stage.StopHints),
  },
  sync: {
    role: "migration",
    sentence: "the log is fetched and merged, the guest runs",
    next: ({ sim }, lane, { began }) =>
      on(began === Stage.Fetch && stageOf(sim, lane) === Stage.Merge && !isPaused(sim)),
  },
  start: {
    role: "migration",
    sentence: "a new id is issued and a round begins",
    next: ({ sim }, lane, { began }) =>
      on(began === Stage.Ask && stageOf(sim, lane) === Stage.Round && !isPaused(sim)),
  },
  pause: {
    role: "migration",
    sentence:
      "a round ends, its sync leaves little enough, the guest is stopped and hinting with it",
    next: ({ sim, actors }, lane, { choice }) => {
      const stage = stageOf(sim, lane);
      if (choice !== PAUSE || (isPaused(sim) && stage === Stage.Fetch)) return REST;
      return stage === Stage.Round ? actors[lane]!.choices(sim, lane) - 1 : 0;
    },
  },
  "final-sync": {
    role: "migration",
    sentence: "the log is fetched and merged, the guest stands still",
    next: ({ sim }, lane, { began }) =>
      on(began === Stage.Fetch && stageOf(sim, lane) === Stage.Merge && isPaused(sim)),
  },
  "switch-over": {
    role: "migration",
    sentence: "hinting is done, what is left is sent, the guest is switched over",
    next: ({ sim }, _lane, { began }) => on(began === Stage.Ask && isPaused(sim)),
  },
  clear: {
    role: "migration",
    sentence: "the bit of a page is cleared, and the log of its chunk where that is due",
    next: ({ sim }, lane, { began }) => {
      const isLast = !sim.machine.host.clearsBeforeRead && isReadAndCleared(sim, lane);
      return on(began === Stage.Send && (sim.view.laneKind[lane] === Kind.ChunkCleared || isLast));
    },
  },
  read: {
    role: "migration",
    sentence: "a page whose bit is cleared is read and sent",
    next: ({ sim }, lane, { began }) =>
      on(
        began === Stage.Send && sim.machine.host.clearsBeforeRead && isReadAndCleared(sim, lane),
      ),
  },
  send: {
    role: "migration",
    sentence: "a page is cleared, read and sent",
    next: ({ sim }, lane, { began }) => on(began === Stage.Send && inPage(sim, lane)),
  },
  announce: {
    role: "balloon",
    sentence: "the guest reads an id and queues its START",
    next: ({ sim }, lane, { began }) =>
      on(
        began === Worker.Idle && (stageOf(sim, lane) === Worker.StartQueue ||
          stageOf(sim, lane) === Worker.Idle && hasNewId(sim)),
      ),
  },
  hint: {
    role: "balloon",
    sentence: "the guest takes or reads what is free and queues the hint",
    next: ({ sim }, lane, { began }) => {
      const stage = stageOf(sim, lane);
      return on(began === Worker.Collect && stage > Worker.Collect && stage < Worker.StartAck);
    },
  },
  stop: {
    role: "balloon",
    sentence: "the guest finds that its report is over and queues its STOP",
    next: ({ sim }, lane, { began, taken }) =>
      on(began === Worker.Collect && taken === 1 && stageOf(sim, lane) === Worker.Stop),
  },
  receive: {
    role: "queue",
    sentence: "the host receives a descriptor, does what it says and uses it",
    next: ({ sim }, lane) => on(sim.view.lockHolder[freePageLock(sim)] === lane + 1),
  },
  acknowledge: {
    role: "queue",
    sentence: "with what the host uses, the guest's driver, if it waited for that, goes on",
    next: () => REST, // another lane's step: see `acknowledge` below
  },
} as const satisfies Record<string, Command>;

/** A command that a case may list. */
export type CommandName = keyof typeof commands;
export const commandNames = Object.keys(commands) as CommandName[];

/** The step of a driver that waited for the host, and need wait no longer. */
function acknowledge(world: SmallWorld): void {
  const { sim, roles } = world, stage = stageOf(sim, roles.balloon);
  const waits = stage === Worker.StartAck || stage === Worker.StopAck ||
    (sim.design.waitsOnAck && stage === Worker.HintAck);
  if (waits && events.count(world, roles.balloon) > 0) events.take(world, roles.balloon, 0);
}

/** The moves of a world in which the named commands are atomic. */
export function coarse(names: readonly CommandName[]): Moves {
  const chosen: readonly Command[] = names.map((name) => commands[name]);
  const canPause = names.includes("pause"), acknowledges = names.includes("acknowledge");

  /** True where a running round may go on, end, or end with the guest's pause. */
  function atRound(world: SmallWorld, lane: number): boolean {
    const { sim, roles } = world;
    return canPause && lane === roles.migration && stageOf(sim, lane) === Stage.Send &&
      !isPaused(sim) && !inPage(sim, lane) && sim.view.status[Status.Phase] === Phase.Running;
  }

  /** Of a running round: 1 if a page may be sent, and 1 if another round may follow. */
  const canSend = ({ sim }: SmallWorld): number => Number(sim.view.status[Status.Dirty] > 0);
  const canGoOn = ({ sim }: SmallWorld): number =>
    Number(sim.view.status[Status.Round] < sim.settings.roundsMax);

  function next(world: SmallWorld, lane: number, progress: Progress): number {
    const { sim, roles, actors } = world;
    if (sim.view.laneWait[lane] !== 0 || actors[lane]!.due(sim, lane) === Infinity) return REST;
    for (const command of chosen) {
      if (roles[command.role] !== lane) continue;
      const choice = command.next(world, lane, progress);
      if (choice !== REST) return choice;
    }
    return REST;
  }

  /** Steps that follow the first, until the command is over. */
  function finish(world: SmallWorld, lane: number, began: number, choice: number): void {
    for (let taken = 1; !events.isCut(world); taken++) {
      const following = next(world, lane, { began, choice, taken });
      if (following === REST) break;
      events.take(world, lane, following);
    }
    if (acknowledges && lane === world.roles.queue) acknowledge(world);
  }

  return {
    count(world, lane) {
      const choices = events.count(world, lane);
      return choices === 0 || !atRound(world, lane) ? choices : canSend(world) + canGoOn(world) + 1;
    },
    take(world, lane, choice) {
      const began = stageOf(world.sim, lane);
      if (!atRound(world, lane)) {
        events.take(world, lane, choice);
        return finish(world, lane, began, choice);
      }
      const sends = canSend(world);
      if (choice < sends) {
        events.take(world, lane, 0);
        return finish(world, lane, began, 0);
      }
      const asked = choice < sends + canGoOn(world) ? END : PAUSE;
      events.take(world, lane, world.actors[lane]!.choices(world.sim, lane) - 1);
      finish(world, lane, began, asked);
    },
    isCut: events.isCut,
  };
}
