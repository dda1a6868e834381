/**
 * What a hypervisor does with hints and the dirty log, as switches.
 * A new host is one file and one line in `mod.ts`; a historical bug is one switch turned.
 * @module
 */

export interface Host {
  readonly name: string;
  readonly title: string;
  /** Mode of the dirty log: its number among `LOG_MODES` of the kinds table. */
  readonly logMode: number;
  /** Hinting is stopped before each sync of the dirty log. */
  readonly stopsBeforeSync: boolean;
  /** A START counts only if it carries the id issued last. */
  readonly checksId: boolean;
  /** A START counts only while hinting is requested (QEMU since commit 20a4da0f23, 2020). */
  readonly startsOnlyOnRequest: boolean;
  /** A page's bit is cleared before the page is read. */
  readonly clearsBeforeRead: boolean;
  /** The sender looks at what is left after so many ns of sending. */
  readonly burstNs: number;
  /** Bytes on the wire of a page sent whole, of a zero page, and of all else. */
  readonly pageBytes: number;
  readonly zeroPageBytes: number;
  readonly otherBytes: number;
}
