/**
 * What a hypervisor does with hints and the dirty log, as data and switches.
 * A new host is one file and one line in `mod.ts`; a historical bug is one switch turned.
 * @module
 */
import type { Geometry } from "../../../events/geometry.ts";

/** The rules of a hypervisor. */
export interface Host {
  /** As scenarios and logs call it. */
  readonly name: string;
  /** One line on what it is. */
  readonly title: string;
  /** `precopy`: rounds while the guest runs. `snapshot`: hints first, then the guest stops and all is written. */
  readonly transfer: "precopy" | "snapshot";

  /** Mode of the dirty log: its number among `LOG_MODES` of the kinds table. */
  readonly logMode: number;
  /** Order of the chunks in which the log is cleared before pages are sent; absent: no such step. */
  readonly chunkOrder?: number;
  /** Entries of a cpu's ring of dirty pages, and how often all rings are emptied, in ns; with mode `ring`. */
  readonly ring?: { readonly entries: number; readonly reapNs: number };

  /** The first command id, and the one that follows 0xffffffff. */
  readonly firstId: number;
  /** The id behind the last. */
  readonly idAfterLast: number;
  /** A START counts only if it carries the id issued last. */
  readonly checksId: boolean;
  /** A START counts only while hinting is requested (QEMU since commit 20a4da0f23, 2020). */
  readonly startsOnlyOnRequest: boolean;
  /** Id and status of a request are set under `free_page_lock` (QEMU since commit 1a83e0b9c4, 2020). */
  readonly locksStart: boolean;
  /** Hinting is stopped before each sync of the dirty log. */
  readonly stopsBeforeSync: boolean;
  /** The guest's STOP ends it all: the status becomes DONE, and the guest is told. */
  readonly doneOnGuestStop: boolean;
  /**
   * The id asked for stays in the config space, and a START of it counts, until hinting is done
   * (Firecracker); else any other command ends hinting, and the config space says so (QEMU).
   */
  readonly keepsRequest: boolean;
  /** DONE is told when a migration is cancelled or fails (QEMU since commit dd8eeb9671, 2020). */
  readonly doneOnFailure: boolean;
  /** No id is issued if the migration may turn to postcopy (QEMU since commit fd51e54fa1, 2021). */
  readonly refusesWithPostcopy: boolean;

  /** A hint clears the dirty log of its chunks, where that is due (QEMU since commit 3143577d6a, 2021). */
  readonly clearsLogOnHint: boolean;
  /** A hint gives the memory back to the system; no bitmap changes. */
  readonly discardsOnHint: boolean;
  /** All entries of an array of hints are read (QEMU since commit 0fe7245d8b, 2021), not the first alone. */
  readonly readsAllEntries: boolean;
  /** The first round leaves out what a hint cleared (QEMU since commit 6eeb63f740, 2018), and does not send all in order. */
  readonly bulkHeedsBitmap: boolean;

  /**
   * A write and its mark in the log are one (QEMU's TCG since commit 9458a9a1df, 2018); before, a cpu set the
   * mark and then wrote, whatever was fetched and sent between.
   */
  readonly logsFastPath: boolean;
  /** Clearing a chunk's log clears no neighbour's (KVM since commit 76d58e0f07ec, 2019; QEMU 4054adbdd2, 2020). */
  readonly clearsInRange: boolean;
  /** Dirty rings begin with every page protected (KVM's manual protect is off with them: a81a592698, 2021). */
  readonly ringTrapsFirst: boolean;
  /** What devices and the hypervisor write is logged (Cloud Hypervisor issues 2458 and 5356: it was not). */
  readonly logsDeviceWrites: boolean;

  /** A new migration begins with every bit set, whatever the last one left (QEMU since commit 40c4d4a835, 2019). */
  readonly refillsBitmap: boolean;
  /** A new migration offers what was written since the last one began, and no more (propolis issue 232). */
  readonly offersOnlyDirtied: boolean;
  /** Order of the host's pages, in pages of the balloon: a host page goes back when all of it is in the balloon. */
  readonly pageOrder: number;
  /** A page that leaves the balloon counts no more towards its host page (QEMU since commit b27b323914, 2019). */
  readonly heedsDeflation: boolean;

  /** A page's bit is cleared before the page is read. */
  readonly clearsBeforeRead: boolean;
  /** A zero page of a later round is filled with zeros at the destination (QEMU since commit cdc3970f85, 2024). */
  readonly appliesZeroPages: boolean;

  /**
   * An error is said before the channel is closed (QEMU since commit f5816b5c86, 2022); else the destination takes
   * its end for zeros, and a page that was asked for seems to have come.
   */
  readonly errorBeforeClose: boolean;
  /** Reports and balloon discard nothing in postcopy (QEMU since commits 371ff5a3f0, 2015, and 06df2e692a, 2020). */
  readonly inhibitsDiscards: boolean;

  /**
   * The bitmap's lock is held for a burst of sending (QEMU since commit 63268c4970, 2021); before, and in
   * hosts without, only while bits are cleared: hints come between clearing, reading and sending.
   */
  readonly locksForBurst: boolean;
  /**
   * Bits are cleared, and the log merged, under the bitmap's lock (QEMU since commit 386a907b37, 2018); without,
   * a word of the bitmap is read, and written back, and what others do to its bits between is undone.
   */
  readonly locksBitmap: boolean;
  /** A burst of sending ends after so many ns. */
  readonly burstNs: number;
  /** The rate limit counts in windows of so many ns. */
  readonly windowNs: number;
  /** Pages that go out at a time: what is sent counts against the limit by as many. */
  readonly flushPages: number;
  /** With auto-converge, a sync is made if none was for a whole period of so many ns; 0: never for that reason. */
  readonly throttleSyncNs: number;
  /** Bytes on the wire of a page sent whole, of a zero page, and of all else. */
  readonly pageBytes: number;
  /** A zero page. */
  readonly zeroPageBytes: number;
  /** All else. */
  readonly otherBytes: number;
}

/** The command id that follows one; 0 stands for none yet. As 32 bits with a sign, as state holds it. */
export function nextId(host: Host, id: number): number {
  if (id === 0) return host.firstId | 0;
  return (id >>> 0) === 0xffffffff ? host.idAfterLast | 0 : (id + 1) | 0;
}

/** What of a world's geometry the host's dirty log decides. */
export function logGeometry(host: Host): Pick<Geometry, "chunkOrder" | "ring"> {
  return {
    ...(host.chunkOrder === undefined ? {} : { chunkOrder: host.chunkOrder }),
    ...(host.ring === undefined ? {} : { ring: host.ring.entries }),
  };
}

/** A rule of a host that is a yes or no: what a case may switch. */
export type HostSwitch = {
  [name in keyof Host]-?: Host[name] extends boolean ? name : never;
}[keyof Host];
