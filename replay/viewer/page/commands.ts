/**
 * What each command does, whether it came by a key or by a button.
 * @module
 */
import type { Command } from "./keys.ts";
import type { Side } from "./side.ts";

/** What a command can reach. */
export interface Commanded {
  readonly leader: Side | null;
  readonly sides: readonly Side[];
  togglePlay(): void;
  faster(by: 1 | -1): void;
  typeEvent(): void;
  filter(): void;
  setReading(name: string): void;
  nextOrder(): void;
  turnTab(way: 1 | -1): void;
  toggleMarks(): void;
  toParting(): void;
  nextTie(): void;
  nextTheme(): void;
  toggleHelp(): void;
  /** True if it was a step, and is taken. */
  step(command: Command): boolean;
}

export function obey(app: Commanded, command: Command): void {
  const { leader, sides } = app;
  if (app.step(command)) return;
  if (command.startsWith("reading-")) {
    const reading = leader?.facts.readings[Number(command.slice(8)) - 1];
    if (reading !== undefined) app.setReading(reading.name);
    return;
  }
  switch (command) {
    case "play":
      return app.togglePlay();
    case "faster":
      return app.faster(1);
    case "slower":
      return app.faster(-1);
    case "go-to":
      return app.typeEvent();
    case "filter":
      return app.filter();
    case "order":
      return app.nextOrder();
    case "fit":
      return sides.forEach(({ map }) => map.view.fit());
    case "map-in":
    case "map-out":
      return sides.forEach(({ map }) => map.view.zoom(command === "map-in"));
    case "focus-map":
      return leader?.map.view.element.focus();
    case "focus-time":
      return leader?.time.element.focus();
    case "time-in":
    case "time-out":
      return sides.forEach(({ time }) => time.zoom(command === "time-in"));
    case "time-all":
      return sides.forEach(({ time }) => time.showAll());
    case "next-tab":
      return app.turnTab(1);
    case "prev-tab":
      return app.turnTab(-1);
    case "mark":
      return app.toggleMarks();
    case "parting":
      return app.toParting();
    case "tie":
      return app.nextTie();
    case "theme":
      return app.nextTheme();
    case "help":
      return app.toggleHelp();
    case "close":
      return (document.activeElement as HTMLElement | null)?.blur();
  }
}
