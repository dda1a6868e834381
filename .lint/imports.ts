/**
 * Lint rule `rooms/imports`: imports point one way, things on a shelf do not know each other, and
 * what runs anywhere depends on no package.
 * @module
 */
import { DOOR, isIn, pathOf, roomOf, RUN, TESTS } from "./house.ts";

/** Folders of things that do not know each other, and the one file that says what such a thing is. */
const shelves = [
  { path: "core/run/designs/", contract: "design" },
  { path: "replay/rules/", contract: "rule" },
  { path: "replay/views/", contract: "view" },
];

/** What a design must not see: it has the view and the commands. */
const beyondDesigns = ["actors/", "schedules/", "search/", "match/"].map((name) => RUN + name);

function isRelative(specifier: string): boolean {
  return /^\.{0,2}\//.test(specifier);
}

function resolve(from: string, specifier: string): string {
  return decodeURIComponent(new URL(specifier, `file:///${from}`).pathname.slice(1));
}

interface Objection {
  readonly message: string;
  readonly hint: string;
}

/** Why `from` may not import `specifier`, or nothing. */
function object(from: string, specifier: string): Objection | undefined {
  const room = roomOf(from);
  if (!isRelative(specifier)) return room?.pure ? objectToPackage(from, specifier) : undefined;
  const target = resolve(from, specifier);
  if (isIn(from, TESTS)) return undefined;
  if (target === DOOR || isIn(target, TESTS)) {
    return {
      message: `${from} may not import ${target}: only tests do, so that nothing runs in a circle.`,
      hint: "Import from the file that defines the name; move what tests lend into a room.",
    };
  }
  if (room === undefined) return undefined;
  if (![room.path, ...room.may].some((path) => target.startsWith(path))) {
    return {
      message: `${from} may not import ${target}: ${room.why}.`,
      hint: room.may.length === 0
        ? `${room.path} stands alone: move what it needs here.`
        : `It may import ${room.may.join(", ")}: move what both need there, or let cli hand it in.`,
    };
  }
  return objectToNeighbour(from, target);
}

function objectToPackage(from: string, specifier: string): Objection {
  return {
    message: `${from} may not import "${specifier}": it runs anywhere and depends on nothing.`,
    hint: "Import in cli and hand in a function (as with compression, checksum and hashing).",
  };
}

function objectToNeighbour(from: string, target: string): Objection | undefined {
  const shelf = shelves.find(({ path }) => isIn(from, path));
  if (shelf === undefined) return undefined;
  const own = nameOn(shelf.path, from);
  if (own === "mod") return undefined; // the list
  if (shelf === shelves[0] && beyondDesigns.some((path) => isIn(target, path))) {
    return {
      message: `${from} may not import ${target}: a design sees the view and the commands only.`,
      hint: "Take it from the driver, or move it to core/state or core/decide.",
    };
  }
  if (!isIn(target, shelf.path)) return undefined;
  const other = nameOn(shelf.path, target);
  if ([own, shelf.contract, "common"].includes(other) || other.startsWith("_")) return undefined;
  return {
    message: `${from} may not import ${target}: each can be deleted as one file and one line.`,
    hint: `Move what both need to common.ts or to a file or folder whose name begins with "_".`,
  };
}

/** The thing that a path belongs to: `v33` for both `v33.ts` and `v33/queue.ts`. */
function nameOn(shelf: string, path: string): string {
  return path.slice(shelf.length).replace(/(\.ts|\/.*)$/, "");
}

export const imports: Deno.lint.Rule = {
  create(context) {
    const from = pathOf(context);
    function check(source: Deno.lint.Node | null): void {
      if (source?.type !== "Literal" || typeof source.value !== "string") return;
      const objection = object(from, source.value);
      if (objection !== undefined) context.report({ node: source, ...objection });
    }
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      TSImportType: (node) => {
        if (node.argument.type === "TSLiteralType") check(node.argument.literal);
      },
      ImportExpression(node) {
        if (node.source.type === "Literal") return check(node.source);
        if (roomOf(from)?.pure) {
          context.report({
            node,
            message: `${from} may not import a name worked out at run time: it cannot be checked.`,
            hint: "Write the path as a string, or keep a list as the mod.ts files do.",
          });
        }
      },
    };
  },
};
