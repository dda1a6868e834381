/**
 * Fair cycles: ways to go round for ever that nobody keeps out of on purpose.
 *
 * A set of states that all reach each other is fair if each lane acts in it, or cannot act in some state of
 * it. What is owed in all its states is never given. So for each kind of debt the largest such sets are looked at
 * among the states that owe it. Components are Tarjan's, without recursion.
 * @module
 */

/** Steps between states, in the order in which states are looked at. */
export class Edges {
  /** By state: where its steps begin. */
  readonly begins: number[] = [];
  readonly to: number[] = [];
  readonly lanes: number[] = [];

  begin(): void {
    this.begins.push(this.to.length);
  }

  add(to: number, lane: number): void {
    this.to.push(to);
    this.lanes.push(lane);
  }
}

export interface FairCycle {
  /** The state of it that is nearest to the begin. */
  readonly state: number;
  /** Bits of what is owed in all its states. */
  readonly owed: number;
}

/**
 * The fair cycle nearest to the begin in which something is owed all the way round; null if there is none.
 * @param owedIn bits of what a state owes
 */
export function fairCycle(
  edges: Edges,
  states: number,
  lanes: number,
  owedIn: (state: number) => number,
): FairCycle | null {
  const owed = Int32Array.from({ length: states }, (_, state) => owedIn(state));
  const kinds = owed.reduce((all, bits) => all | bits, 0);
  let nearest: FairCycle | null = null;
  for (let bit = 1; bit !== 0 && bit <= kinds; bit <<= 1) {
    if ((kinds & bit) === 0) continue;
    for (const component of components(edges, states, (state) => (owed[state] & bit) !== 0)) {
      if (!isFair(edges, component, lanes)) continue;
      const state = component.reduce((first, member) => Math.min(first, member), states);
      if (nearest !== null && state >= nearest.state) continue;
      nearest = { state, owed: component.reduce((bits, member) => bits & owed[member], -1) };
    }
  }
  return nearest;
}

const endOf = ({ begins, to }: Edges, state: number): number => begins[state + 1] ?? to.length;

function isFair(edges: Edges, component: readonly number[], lanes: number): boolean {
  const inside = new Set(component);
  let acted = 0, everywhere = -1, steps = 0;
  for (const state of component) {
    let enabled = 0;
    for (let at = edges.begins[state]; at < endOf(edges, state); at++) {
      const bit = 1 << edges.lanes[at];
      enabled |= bit;
      if (!inside.has(edges.to[at])) continue;
      acted |= bit;
      steps++;
    }
    everywhere &= enabled;
  }
  const starved = everywhere & ~acted & ((1 << lanes) - 1);
  return steps > 0 && starved === 0;
}

/** Components of the states that `has` names, by the steps between those. */
function* components(
  edges: Edges,
  states: number,
  has: (state: number) => boolean,
): Generator<number[]> {
  const index = new Int32Array(states).fill(-1), low = new Int32Array(states);
  const next = new Int32Array(states), onStack = new Uint8Array(states);
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < states; root++) {
    if (index[root] >= 0 || !has(root)) continue;
    const path = [root];
    while (path.length > 0) {
      const state = path[path.length - 1];
      if (index[state] < 0) {
        index[state] = low[state] = count++;
        next[state] = edges.begins[state];
        stack.push(state);
        onStack[state] = 1;
      }
      if (next[state] < endOf(edges, state)) {
        const to = edges.to[next[state]++];
        if (!has(to)) continue;
        if (index[to] < 0) path.push(to);
        else if (onStack[to]) low[state] = Math.min(low[state], index[to]);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent], low[state]);
      if (low[state] !== index[state]) continue;
      const component: number[] = [];
      let member: number;
      do {
        member = stack.pop()!;
        onStack[member] = 0;
        component.push(member);
      } while (member !== state);
      yield component;
    }
  }
}
