/**
 * What a graph of lock classes accuses: a cycle, a class that interrupts take and others take with
 * interrupts on, sleeping or allocating below a spinlock, a class taken twice.
 * @module
 */
import { KNOWN } from "./classes.ts";
import type { LockGraph } from "./graph.ts";

export interface ClassReport {
  readonly name: string;
  readonly sort: string;
  /** How often it was taken; of these in interrupts, and with interrupts on. */
  readonly taken: number;
  readonly inInterrupts: number;
  readonly irqsOn: number;
}

export interface EdgeReport {
  readonly held: string;
  readonly taken: string;
  /** How often it was taken so; 0 where it was only waited for. */
  readonly count: number;
  /** The first event that made it. */
  readonly event: number;
}

export interface Accusation {
  readonly what: "cycle" | "interrupts" | "sleep" | "recursion";
  /** The first event of it; of a cycle, the one that closed it. */
  readonly event: number;
  readonly message: string;
}

export interface LocksReport {
  readonly classes: readonly ClassReport[];
  readonly edges: readonly EdgeReport[];
  readonly accusations: readonly Accusation[];
}

/** The graph in words. Classes that were never taken are left out. */
export function locksReport(graph: LockGraph): LocksReport {
  const { classes } = graph, size = classes.length;
  const edges: EdgeReport[] = [];
  for (let held = 0; held < size; held++) {
    for (let taken = 0; taken < size; taken++) {
      const count = graph.edges[held * size + taken];
      const event = graph.firstEdge[held * size + taken];
      if (event === 0) continue;
      edges.push({ held: classes[held].name, taken: classes[taken].name, count, event });
    }
  }
  const reports = classes.map(({ name, sort }, at): ClassReport => {
    const { Taken, InInterrupt, IrqsOn } = graph.usesOf(at);
    const inInterrupts = InInterrupt.count;
    return { name, sort, taken: Taken.count, inInterrupts, irqsOn: IrqsOn.count };
  });
  const accusations = [...cyclesOf(edges), ...usesOf(graph)].sort((a, b) => a.event - b.event);
  return { classes: reports.filter(({ taken }) => taken > 0), edges, accusations };
}

function usesOf(graph: LockGraph): Accusation[] {
  return graph.classes.flatMap(({ name, sort }, at): Accusation[] => {
    const { InInterrupt, InHardirq, IrqsOn, TaskIrqsOn, Slept, Again } = graph.usesOf(at);
    // A hardirq interrupts a softirq and a task; a softirq a task alone.
    const [inside, on] = InHardirq.count > 0 ? [InHardirq, IrqsOn] : [InInterrupt, TaskIrqsOn];
    return [
      ...(sort === "spinlock" && inside.count > 0 && on.count > 0
        ? [{
          what: "interrupts" as const,
          event: Math.max(inside.first, on.first),
          message: `${name} is taken in interrupts, and with interrupts on: who holds it may be ` +
            "interrupted by who wants it",
        }]
        : []),
      ...(Slept.count > 0
        ? [{
          what: "sleep" as const,
          event: Slept.first,
          message: `below ${name}, a spinlock, somebody sleeps or allocates (${Slept.count} times)`,
        }]
        : []),
      ...(Again.count > 0
        ? [{
          what: "recursion" as const,
          event: Again.first,
          message: `${name} is taken by who holds one of its class already`,
        }]
        : []),
    ];
  });
}

/** Each cycle once, shortest first from each class; orders that no log can show close one, too. */
function cyclesOf(edges: readonly EdgeReport[]): Accusation[] {
  const found = new Map<string, Accusation>();
  const all = [...edges, ...KNOWN.map((order) => ({ ...order, count: 0, event: 0 }))];
  for (const { held, taken, event } of edges) {
    const way = shortest(all, taken, held);
    if (way === null) continue;
    const names = [held, ...way.map((edge) => edge.held)];
    const key = [...names].sort().join(" ");
    if (found.has(key)) continue;
    const closed = Math.max(event, ...way.map((edge) => edge.event));
    const circle = [held, taken, ...way.map((edge) => edge.taken)].join(" -> ");
    const known = KNOWN.filter((order) =>
      way.some((edge) => edge.event === 0 && edge.held === order.held && edge.taken === order.taken)
    ).map((order) => ` (${order.held} -> ${order.taken}: ${order.source})`);
    const message = `${circle}: taken in a circle${known.join("")}`;
    found.set(key, { what: "cycle", event: closed, message });
  }
  return [...found.values()];
}

/** The shortest way from one class to another; null if there is none. */
function shortest(edges: readonly EdgeReport[], from: string, to: string): EdgeReport[] | null {
  const ways = new Map<string, EdgeReport[]>([[from, []]]);
  for (const [at, way] of ways) { // grows as it goes: breadth first
    if (at === to) return way;
    for (const edge of edges) {
      if (edge.held === at && !ways.has(edge.taken)) ways.set(edge.taken, [...way, edge]);
    }
  }
  return null;
}
