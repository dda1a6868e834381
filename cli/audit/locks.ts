/**
 * The graph of lock classes for people: classes, edges, and what they accuse.
 * @module
 */
import { count, eventName, many, table, WIDTH, wrapped } from "../../replay/text.ts";
import type { LocksReport } from "../../replay/locks/accuse.ts";

/** 80 columns wide. */
export function locksText({ classes, edges, accusations }: LocksReport): string {
  if (classes.length === 0 && edges.length === 0) return "The log has no event of a lock.";
  const classRows = classes.map(({ name, sort, taken, inInterrupts, irqsOn }) => [
    name,
    sort,
    count(taken),
    count(inInterrupts),
    sort === "spinlock" ? count(irqsOn) : "-",
  ]);
  const edgeRows = edges.map(({ held, taken, count: times, event }) => [
    held,
    taken,
    count(times),
    eventName(event),
  ]);
  const accused = accusations.flatMap(({ what, event, message }) => {
    const left = `  ${eventName(event)}  ${what}: `;
    return wrapped(message, WIDTH - left.length)
      .map((line, at) => at === 0 ? left + line : " ".repeat(left.length) + line);
  });
  return [
    ...table([["class", "sort", "taken", "in interrupts", "interrupts on"], ...classRows], 2),
    "",
    ...(edges.length > 0
      ? table([["while held", "was taken", "times", "first"], ...edgeRows], 2)
      : ["No lock was taken while another was held."]),
    "",
    ...accused,
    ...(accused.length > 0 ? [""] : []),
    `${many(accusations.length, "accusation")}.`,
  ].join("\n");
}
