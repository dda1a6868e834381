/**
 * Chance without a generator: a hash of the seed, the actor, its step count and which draw it is.
 * So a run resumes anywhere, and two designs see the same draws for the same step of the same task.
 * @module
 */

/** 32 bits for one draw. */
export function draw(seed: number, lane: number, steps: number, which: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(lane + 1, 0xc2b2ae35);
  hash = mix(hash ^ Math.imul(steps, 0x27d4eb2f));
  return mix(hash ^ Math.imul(which + 1, 0x165667b1)) >>> 0;
}

/** A number from 0 to `limit` - 1. The bias is below `limit` in 2^32. */
export function drawBelow(
  limit: number,
  seed: number,
  lane: number,
  steps: number,
  which: number,
): number {
  return draw(seed, lane, steps, which) % limit;
}

function mix(bits: number): number {
  let hash = bits;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
