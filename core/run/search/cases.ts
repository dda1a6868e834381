/**
 * A case of the search: a host and a design by name, what is switched in them, the bounds, and what is
 * expected. A historical bug is a host or a driver with one switch turned.
 * @module
 */
import type { Host } from "../../decide/hosts/host.ts";
import { hosts } from "../../decide/hosts/mod.ts";
import { profiles } from "../../decide/profiles/mod.ts";
import { destination } from "../../state/oracles/destination.ts";
import { conservation } from "../../state/oracles/conservation.ts";
import { obligation } from "../../state/oracles/obligation.ts";
import { benefit } from "../../state/oracles/benefit.ts";
import type { Oracle } from "../../state/oracles/oracle.ts";
import type { Design } from "../designs/design.ts";
import { designs } from "../designs/mod.ts";
import { coarse, type CommandName } from "./commands.ts";
import { events } from "./moves.ts";
import {
  BOUNDS,
  type Bounds,
  type GuestSwitches,
  type LaneName,
  type Roles,
  type SmallWorld,
  smallWorld,
} from "./small_world.ts";

/** Keys of a host or a design, and what they are turned to. */
export type Turned = Readonly<Record<string, boolean | number | undefined>>;

/** What a case turns: keys of `Host` and `Design` whose values are plain, and settings of the guest. */
export interface Switches {
  readonly host?: Turned;
  readonly design?: Turned;
  readonly guest?: GuestSwitches;
}

/** Oracles, by the name that cases and results use. */
export const ORACLES = ["destination", "conservation", "obligation", "context", "benefit"] as const;
export type OracleName = typeof ORACLES[number];

/** How finely a case is searched. */
export const GRAINS = ["section-g", "events"] as const;
export type GrainName = typeof GRAINS[number];

/** What is expected at a grain. */
export interface Grain {
  /** Commands that are one step. */
  readonly atomic?: readonly CommandName[];
  /** Steps of the shortest violation. */
  readonly length?: number;
}

/** A case as a file tells it. */
export interface CaseSpec {
  readonly name: string;
  readonly story: string;
  readonly source: string;
  /** The historical bug that it stands for, and the commit that mended it. */
  readonly bug: string;
  readonly commit: string;
  /** True if the finding is the model's alone: nobody has reported such a bug. */
  readonly suspected: boolean;
  readonly profile: string;
  readonly host: string;
  readonly design: string;
  /** How the world differs from its host and its design. */
  readonly switches: Switches;
  /** What makes the bug: without it the same world is expected to be safe. */
  readonly mutant: Switches;
  readonly bounds: Partial<Bounds>;
  readonly oracles: readonly OracleName[];
  /** Looks for fair cycles, too. */
  readonly cycles: boolean;
  /** `unknown`: nothing is, in a case made of names or of a state of some log. */
  readonly expected: "safe" | "violation" | "unknown";
  /** The oracle that is expected to speak; empty if none is named. */
  readonly oracle: string;
  readonly grains: Partial<Record<GrainName, Grain>>;
}

/** The same world without what makes the bug; null if nothing does. */
export function fixedOf(spec: CaseSpec): CaseSpec | null {
  if (Object.keys(spec.mutant).length === 0) return null;
  const grains = Object.entries(spec.grains).map(([name, { atomic }]) => [name, { atomic }]);
  return {
    ...spec,
    name: `${spec.name}-fixed`,
    story: `without it: ${spec.story}`,
    mutant: {},
    expected: "safe",
    oracle: "",
    grains: Object.fromEntries(grains),
  };
}

/** Who acts in a world, and from where its design may be called. */
export interface Cast {
  readonly lanes: readonly LaneName[];
  readonly declared: Design["context"];
}

/** Oracles of other rooms, by name: handed in by who may use them. */
export type OtherOracles = Partial<Record<OracleName, (roles: Roles, cast: Cast) => Oracle>>;

/**
 * The world of a case at a grain.
 * @param timed true for a world whose log others open, with the host's own ids
 * @throws RangeError if it names a host, a design or a profile that does not exist
 */
export function worldOf(
  spec: CaseSpec,
  grain: GrainName,
  others: OtherOracles = {},
  timed = false,
): SmallWorld {
  const { host, design } = rulesOf(spec);
  const guest = { ...spec.switches.guest, ...spec.mutant.guest };
  const atomic = spec.grains[grain]?.atomic ?? [];
  return smallWorld({
    profile: named(profiles, spec.profile, spec),
    // Ids are compared for being equal alone, so a search counts from small ones.
    host: timed ? host : { ...host, firstId: 2, idAfterLast: 2 },
    design,
    guest,
    bounds: { ...BOUNDS, ...spec.bounds },
    moves: atomic.length === 0 ? events : coarse(atomic),
    oracles: (roles, lanes) => {
      const own = ownOracles(roles, design, guest.poison === true), all = { ...own, ...others };
      const cast = { lanes, declared: design.context };
      return spec.oracles.flatMap((name) => all[name]?.(roles, cast) ?? []);
    },
    findsCycles: spec.cycles,
    timed,
  });
}

function ownOracles(roles: Roles, design: Design, poison: boolean): OtherOracles {
  const { isSettled } = design;
  const parties = {
    balloonLane: roles.balloon,
    migrationLane: roles.migration,
    ...(design.balloons && isSettled !== undefined
      ? { isSettled: (view: Parameters<typeof isSettled>[0]) => isSettled(view, roles.balloon) }
      : {}),
  };
  return {
    destination: () => destination(poison),
    conservation,
    obligation: () => obligation(parties),
    benefit,
  };
}

/** The host and the design that a case names, with its switches turned. */
export function rulesOf(spec: CaseSpec): { host: Host; design: Design } {
  const host = named(hosts, spec.host, spec), design = named(designs, spec.design, spec);
  return {
    host: { ...host, ...spec.switches.host, ...spec.mutant.host },
    design: { ...design, ...spec.switches.design, ...spec.mutant.design },
  };
}

function named<Row extends { readonly name: string }>(
  rows: readonly Row[],
  name: string,
  spec: CaseSpec,
): Row {
  const row = rows.find((row) => row.name === name);
  if (row === undefined) throw new RangeError(`Cannot search ${spec.name}: there is no ${name}`);
  return row;
}
