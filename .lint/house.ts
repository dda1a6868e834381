/**
 * The rooms of the house: which may import which, and why no more.
 * @module
 */

/** A room: what it may import besides itself, and why no more. */
export interface Room {
  readonly path: string;
  readonly may: readonly string[];
  readonly why: string;
  /** True if the room runs anywhere, a browser included: no package, no runtime, no chance. */
  readonly pure: boolean;
}

export const RUN = "core/run/", TESTS = "tests/", DOOR = "mod.ts";
const EVENTS = "events/",
  STATE = "core/state/",
  DECIDE = "core/decide/",
  REPLAY = "replay/",
  VIEWER = "replay/viewer/";

const rooms: readonly Room[] = [
  { path: EVENTS, may: [], why: "words and bytes know nothing of who reads them", pure: true },
  { path: STATE, may: [EVENTS], why: "what is does not know who decides", pure: true },
  { path: DECIDE, may: [EVENTS, STATE], why: "a kernel does not know who acts", pure: true },
  {
    path: RUN,
    may: [EVENTS, STATE, DECIDE],
    why: "who acts does not know who reads the log",
    pure: true,
  },
  ...["page/", "worker/"].map((name) => ({
    path: VIEWER + name,
    may: [EVENTS, STATE, DECIDE, REPLAY],
    why: "the page shows what the rooms tell, and runs no design",
    pure: false,
  })),
  {
    path: REPLAY,
    may: [EVENTS, STATE],
    why: "replay never runs a design, so that a log outlives the code that made it",
    pure: true,
  },
  {
    path: "cli/",
    may: [EVENTS, STATE, DECIDE, RUN, REPLAY, "fixtures/"],
    why: "commands stand on the rooms",
    pure: false,
  },
  {
    path: DOOR,
    may: [EVENTS, STATE, DECIDE, RUN, REPLAY],
    why: "the front door shows the rooms that run anywhere",
    pure: false,
  },
];

const ROOT = import.meta.dirname!.replaceAll("\\", "/").replace(/[^/]*$/, "");

/** The file's path as seen from the root of the repository. */
export function pathOf(context: Deno.lint.RuleContext): string {
  const path = context.filename.replaceAll("\\", "/");
  return path.startsWith(ROOT) ? path.slice(ROOT.length) : path;
}

/** The room that a path lies in; none for tests and tools. */
export function roomOf(path: string): Room | undefined {
  return rooms.find((room) => room.path === path || isIn(path, room.path));
}

export function isIn(path: string, folder: string): boolean {
  return folder.endsWith("/") && path.startsWith(folder);
}
