/**
 * The mails of the thread of June 2018, each in a sentence or two of ours, and what became of it.
 * Nothing here says how a claim turned out: verdicts are computed, and stand beside the claims.
 * @module
 */

/** A mail of the thread. */
export interface Mail {
  /** As claims name it: `patch`, `#1`. */
  readonly id: string;
  readonly author: string;
  readonly date: string;
  readonly says: string;
}

export const mails: readonly Mail[] = [
  {
    id: "patch",
    author: "Wei Wang",
    date: "2018-06-15",
    says:
      "Version 33 of a series for virtio-balloon. A new function copies the addresses of free " +
      "blocks from one of the allocator's lists into an array that its caller brings. The list may " +
      "have changed by the time it returns; but a host that tracks writes while it migrates a guest " +
      "can leave such blocks out all the same, and save the time.",
  },
  {
    id: "#1",
    author: "Linus Torvalds",
    date: "2018-06-15",
    says:
      "Agrees. The function is simple, and the allocator calls nobody else's code. One thing is " +
      "missing: the order that is asked for is not checked.",
  },
  {
    id: "#2",
    author: "Wei Wang",
    date: "2018-06-16",
    says: "Will add that check.",
  },
  {
    id: "#3",
    author: "Matthew Wilcox",
    date: "2018-06-16",
    says: "Wants the comment to say what is returned and from which context the function may be " +
      "called, and doubts that interrupts belong there. Where the array should come from, he answers " +
      "with a sketch: the first free block is taken off the list and becomes the array.",
  },
  {
    id: "#4",
    author: "Wei Wang",
    date: "2018-06-17",
    says:
      "Process context it shall be. The sketch he declines: taking a block may be harder than " +
      "unlinking it, and callers put a header before the addresses and want both in one piece of " +
      "memory, so they had better allocate it themselves.",
  },
  {
    id: "#5",
    author: "Michael S. Tsirkin",
    date: "2018-06-18",
    says:
      "One allocation of the highest order was Wei Wang's idea already. Is an entry taken off " +
      "the list by hand really without side effects?",
  },
  {
    id: "#6",
    author: "Michael S. Tsirkin",
    date: "2018-06-26",
    says:
      "What is left is the array: how large it must be is not known, nor whether one will do. " +
      "Could the function pop blocks off the list to hold the addresses, and the caller free them?",
  },
  {
    id: "#7",
    author: "Linus Torvalds",
    date: "2018-06-27",
    says:
      "Would rather have no such function at all. The balloon can allocate blocks of the highest " +
      "order, with flags by which the allocator makes no effort, and read the address off the page. " +
      "The one thing to add is a count of such blocks, to know when to stop.",
  },
  {
    id: "#8",
    author: "Michael S. Tsirkin",
    date: "2018-06-27",
    says:
      "That should do. And it allows more: a page that one has allocated and does not need is " +
      "surely free, so the host may have it until it goes back to the list.",
  },
  {
    id: "#9",
    author: "Wei Wang",
    date: "2018-06-28",
    says: "A guest should not notice that it is migrated. If all free memory is taken, network " +
      "buffers cannot be had, and whoever looks at free memory sees it vanish. Addresses read off " +
      "the list would leave the guest alone.",
  },
];

/** A step after the thread, and where it can be looked up. */
export interface Step {
  readonly says: string;
  readonly source: string;
}

export const epilogue: readonly Step[] = [
  {
    says:
      "Linux 4.20 has a driver that does nearly what mail #7 says: it allocates blocks of 4 MiB " +
      "(without THISNODE), sends them to the host as hints, and holds them until the host says that " +
      "it is done. It asks for no count; when memory is short, a shrinker gives blocks back, whether " +
      "the host has used their hints or not.",
    source: "Linux 86a559787e6f, August 2018",
  },
  {
    says: "QEMU 4.0 has the other side. Reports stop before each sync of the dirty log and begin " +
      "anew after it, under a new command id, so that a hint which comes late is dropped.",
    source: "QEMU c13c4153f7",
  },
  {
    says:
      "Free page reporting goes another way, and needs no migration: a block is taken off the " +
      "list for the moment in which the host is told, and then put back and marked as reported.",
    source: "Linux 5.7, mm/page_reporting.c; QEMU 5.1",
  },
  {
    says:
      "Since QEMU 6.1 a hint also clears the kernel's dirty log. With a log that begins all set, " +
      "the only trace of a page that was hinted and then written can go with it: a " +
      "counter-scenario of T2.",
    source: "QEMU 3143577d6a, July 2021",
  },
  {
    says:
      "A feature bit that has been proposed since, HINT_WAIT_ON_ACK, makes the driver wait until " +
      "the host has used a hint before its block may go back: the condition of T12, as a rule " +
      "between guest and host.",
    source: "RFC of Jack Thomson, January 2026",
  },
];
