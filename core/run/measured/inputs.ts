/**
 * What a measured migration began with: the part of its record that a simulation may read. Nothing of
 * what was measured afterwards is in it.
 * @module
 */

/** How the run was set up. Names are those of the record. */
export interface RunParams {
  readonly name: string;
  /** The guest's memory in MiB. */
  readonly mem: number;
  /** 1 if hinting was on. */
  readonly hint: number;
  /** QEMU's max-bandwidth in MiB/s, or a real link's rate in its place. */
  readonly bw_mib: number;
  readonly link_mib: number;
  readonly downtime_ms: number;
  /** The writer's working set in MiB, and the pages that it writes a second. */
  readonly ws_mib: number;
  readonly rate: number;
  /** init_on_alloc, init_on_free, page_poison. */
  readonly ioa: number;
  readonly iof: number;
  readonly poison: number;
  /** After so many rounds the downtime limit was raised, to so many ms. */
  readonly max_rounds: number;
  readonly rescue_ms: number;
  /** 1 if host memory was backed beforehand; absent if not. */
  readonly touch?: number;
}

/** A zone of /proc/zoneinfo, in pages. */
export interface ZonePages {
  readonly min: number;
  readonly low: number;
  readonly high: number;
  readonly spanned: number;
  readonly managed: number;
}

export interface RunInputs {
  readonly params: RunParams;
  readonly zones: Readonly<Record<string, ZonePages>>;
  /** Page frames of the guest's RAM. */
  readonly ramPages: number;
  /** A bit a page frame, the lowest pfn in the lowest bit: free in the buddy lists; anything but zeros. */
  readonly free: Uint8Array;
  readonly nonzero: Uint8Array;
}
