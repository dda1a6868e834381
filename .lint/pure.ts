/**
 * Lint rule `rooms/pure`: equal scenario and seed give equal bytes, so no clock, no chance and no
 * runtime in events, core and replay, and `Math.random` nowhere.
 * @module
 */
import { isIn, pathOf, roomOf } from "./house.ts";

/** Globals that differ from machine to machine or from run to run, and what to do instead. */
const impure = new Map([
  ["Deno", "let cli do it and hand in the result, or a function"],
  ["process", "let cli read it and hand in the result"],
  ["globalThis", "name what you need, so that this rule can see it"],
  ["console", "return the text, or throw an error; cli prints"],
  ["Date", "time is in the log: read the lane or the event"],
  ["Temporal", "time is in the log: read the lane or the event"],
  ["performance", "time is in the log; measure in cli or in tests/bench"],
  ["crypto", "draw from prng.ts by the seed; let cli hand in a hash"],
  ["setTimeout", "record a timer event; its due time is a fold of the log"],
  ["setInterval", "record a timer event; its due time is a fold of the log"],
]);

// The viewer is a page in a browser: it draws, and decides nothing that a log would hold.
const mayBeImpure = "replay/viewer/";

/** True if the identifier is only a label: a property's name, or part of a type. */
function isLabel(node: Deno.lint.Identifier): boolean {
  const parent = node.parent;
  switch (parent.type) {
    case "MemberExpression":
      return !parent.computed && parent.property.range[0] === node.range[0];
    case "Property":
      return !parent.computed && !parent.shorthand && parent.key.range[0] === node.range[0];
    case "PropertyDefinition":
    case "MethodDefinition":
      return !parent.computed && parent.key.range[0] === node.range[0];
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSEnumMember":
      return true;
    case "TSTypeReference":
    case "TSTypeQuery":
      return node.name !== "Deno";
    default:
      return false;
  }
}

export const pure: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context);
    const isPure = roomOf(path)?.pure && !isIn(path, mayBeImpure);
    let reportedAt = -1; // `{ process }` is one place and two identifiers
    function reportRandom(node: Deno.lint.Node): void {
      context.report({
        node,
        message: "Math.random has no seed, so the run could never be repeated.",
        hint: "Draw from core/run/prng.ts by seed, actor and step; in tests take a fixed seed.",
      });
    }
    return {
      Identifier(node) {
        const instead = isPure ? impure.get(node.name) : undefined;
        if (instead === undefined || isLabel(node) || node.range[0] === reportedAt) return;
        reportedAt = node.range[0];
        context.report({
          node,
          message: `${path} may not use ${node.name}: equal seed, equal bytes, on every machine.`,
          hint: `Instead: ${instead}. If the name is your own, choose another.`,
        });
      },
      MemberExpression(node) {
        if (node.object.type === "Identifier" && node.object.name === "Math") {
          if (nameOf(node.property) === "random") reportRandom(node);
        }
      },
      VariableDeclarator(node) {
        if (node.init?.type !== "Identifier" || node.init.name !== "Math") return;
        if (node.id.type !== "ObjectPattern") return;
        for (const property of node.id.properties) {
          if (property.type === "Property" && nameOf(property.key) === "random") {
            reportRandom(property);
          }
        }
      },
    };
  },
};

function nameOf(node: Deno.lint.Node): unknown {
  return node.type === "Identifier" ? node.name : node.type === "Literal" ? node.value : undefined;
}
