/**
 * What a panel is: a part of the right column that tells of one log, at the event where it stands.
 * @module
 */
import type { LogFacts, Stand } from "../../protocol.ts";
import type { Engine } from "../client.ts";

/** What a panel may know and do. */
export interface Desk {
  readonly engine: Engine;
  readonly facts: LogFacts;
  stand(): Stand;
  /** The page that was chosen, or else the one under the mouse. */
  page(): number | null;
  jump(event: number): void;
  choose(pfn: number | null): void;
  failed(why: unknown): void;
}

export interface Panel {
  readonly element: HTMLElement;
  /** Called when the panel is seen and the log stands elsewhere than before, or another page is looked at. */
  refresh(): Promise<void>;
}
