/**
 * Values as text that is the same for equal values: keys in their order, numbers as JSON has them.
 * @module
 */

/** JSON with sorted keys; what is undefined is left out. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inside = value as Record<string, unknown>;
  const keys = Object.keys(inside).filter((key) => inside[key] !== undefined).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(inside[key])}`).join(",")}}`;
}
