/**
 * Tracks of the migration: rounds, when the guest stood still, and its turns as instants.
 * @module
 */
import { Kind, kindNames, textName } from "../../../events/kinds.ts";
import { kindOf, valueOf, type Words } from "../../../events/log.ts";
import type { Fold } from "../../fold.ts";
import { Group, type Moment, type Sink } from "./trace.ts";

const ROUNDS = 1, PAUSES = 2, TURNS = 3;

const isTurn = new Uint8Array(256);
for (
  const kind of [
    Kind.MigrationBegun,
    Kind.LogArmed,
    Kind.LogDisarmed,
    Kind.IdIssued,
    Kind.StatusChanged,
    Kind.PostcopyBegun,
    Kind.SwitchedOver,
    Kind.MigrationCancelled,
    Kind.MigrationFailed,
    Kind.OutOfMemory,
  ]
) isTurn[kind] = 1;

/** A span that is under way. */
interface Open {
  readonly name: string;
  readonly from: number;
  readonly event: number;
}

export class MigrationTracks implements Fold {
  private readonly open: (Open | null)[] = [];

  constructor(private readonly moment: Moment, private readonly trace: Sink) {
    trace.group(Group.Migration, "migration");
    trace.track(Group.Migration, ROUNDS, "rounds");
    trace.track(Group.Migration, PAUSES, "guest stands still");
    trace.track(Group.Migration, TURNS, "turns");
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    if (isTurn[kind] === 1) {
      const name = textName(kindNames[kind]!), value = valueOf(words, index);
      this.trace.instant(Group.Migration, TURNS, name, this.moment.ns, {
        event: number,
        ...(kind === Kind.IdIssued ? { id: value >>> 0 } : {}),
      });
    }
    switch (kind) {
      case Kind.RoundBegun:
        return this.begin(ROUNDS, `round ${valueOf(words, index)}`, number);
      case Kind.RoundEnded:
        return this.end(ROUNDS);
      case Kind.GuestPaused:
        return this.begin(PAUSES, "guest stands still", number);
      case Kind.GuestResumed:
        return this.end(PAUSES);
    }
  }

  finish(): void {
    this.end(ROUNDS);
    this.end(PAUSES);
  }

  private begin(track: number, name: string, event: number): void {
    this.end(track);
    this.open[track] = { name, from: this.moment.ns, event };
  }

  private end(track: number): void {
    const open = this.open[track];
    if (!open) return;
    const { name, from, event } = open;
    this.trace.span(Group.Migration, track, name, from, this.moment.ns, { event });
    this.open[track] = null;
  }
}
