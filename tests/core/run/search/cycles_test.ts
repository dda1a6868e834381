/**
 * Fair cycles: a way round in which something is owed in every state, and nobody is kept from acting on purpose.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Edges, type FairCycle, fairCycle } from "../../../../core/run/search/cycles.ts";

type Step = readonly [to: number, lane: number];

/** By state: its steps, and what it owes. */
function found(states: readonly { steps: readonly Step[]; owes: number }[]): FairCycle | null {
  const edges = new Edges();
  for (const { steps } of states) {
    edges.begin();
    for (const [to, lane] of steps) edges.add(to, lane);
  }
  return fairCycle(edges, states.length, 4, (state) => states[state].owes);
}

Deno.test("a cycle in which a debt stands all the way round is found at the state nearest to the begin", () => {
  assertEquals(
    found([
      { steps: [[1, 1]], owes: 0 },
      { steps: [[2, 1]], owes: 2 },
      { steps: [[1, 2]], owes: 3 },
    ]),
    { state: 1, owed: 2 },
  );
});

Deno.test("a way out of it to a state that owes nothing, and back, does not hide it", () => {
  assertEquals(
    found([
      { steps: [[1, 1], [2, 1]], owes: 1 },
      { steps: [[0, 1]], owes: 1 },
      { steps: [[0, 1]], owes: 0 },
    ]),
    { state: 0, owed: 1 },
  );
});

Deno.test("a debt that is paid somewhere on the way round is none", () => {
  assertEquals(found([{ steps: [[1, 1]], owes: 1 }, { steps: [[0, 1]], owes: 2 }]), null);
});

Deno.test("who could act in every state of it and never does makes it unfair", () => {
  const others: Step = [2, 2];
  assertEquals(
    found([
      { steps: [[1, 1], others], owes: 1 },
      { steps: [[0, 1], others], owes: 1 },
      { steps: [], owes: 0 },
    ]),
    null,
  );
});
