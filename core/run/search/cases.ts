/**
 * A case of the search: a host and a design by name, what is switched in them, the bounds, and what is
 * expected. A historical bug is a host or a driver with one switch turned.
 * @module
 */
import type { Host } from "../../decide/hosts/host.ts";
import { hosts } from "../../decide/hosts/mod.ts";
import type { Design } from "../designs/design.ts";
import { designs } from "../designs/mod.ts";
import type { Bounds } from "./one_page.ts";

export type HostSwitches = Partial<
  Pick<
    Host,
    | "checksId"
    | "startsOnlyOnRequest"
    | "stopsBeforeSync"
    | "clearsLogOnHint"
    | "clearsBeforeRead"
    | "discardsOnHint"
    | "doneOnFailure"
    | "chunkOrder"
  >
>;
export type DesignSwitches = Partial<Pick<Design, "idByReference" | "repeatsId">>;

/** A case as a file tells it. */
export interface CaseSpec {
  readonly name: string;
  readonly story: string;
  readonly source: string;
  readonly host: string;
  readonly hostSwitches: HostSwitches;
  readonly design: string;
  readonly designSwitches: DesignSwitches;
  readonly bounds: Bounds;
  readonly expected: "safe" | "violation";
}

/** The host and the design that a case names, with its switches turned. */
export function rulesOf(spec: CaseSpec): { host: Host; design: Design } {
  const host = hosts.find(({ name }) => name === spec.host);
  const design = designs.find(({ name }) => name === spec.design);
  if (host === undefined || design === undefined) {
    throw new RangeError(
      `Cannot search case ${spec.name}: there is no ${spec.host} or ${spec.design}`,
    );
  }
  return {
    host: { ...host, ...spec.hostSwitches },
    design: { ...design, ...spec.designSwitches },
  };
}
