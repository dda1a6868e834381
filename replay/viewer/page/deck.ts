/**
 * The logs that are open, one or two, and what is tied to both: who leads, who follows, what is marked.
 * @module
 */
import { byId, el } from "./dom.ts";
import { Comparison } from "./compare.ts";
import type { Side } from "./side.ts";
import type { Tie } from "./tie.ts";
import type { Wish } from "./wish.ts";

export class Deck {
  sides: readonly Side[] = [];
  private lead = 0;
  private comparison: Comparison | null = null;
  private following = 0;

  /** @param failed told in one line */
  constructor(private readonly failed: (why: unknown) => void) {}

  /** The log whose cursor leads. */
  get leader(): Side | null {
    return this.sides[this.lead] ?? this.sides[0] ?? null;
  }

  get tie(): Tie | null {
    return this.comparison?.tie ?? null;
  }

  get isMarking(): boolean {
    return this.comparison?.isMarking ?? false;
  }

  get isBusy(): boolean {
    return this.following > 0 || (this.comparison?.isBusy ?? false) ||
      this.sides.some((side) => side.isBusy);
  }

  /** `A: v33.log`, or the plain name of a log that is alone. */
  get names(): readonly string[] {
    return this.sides.map(({ facts: { name } }, i) =>
      this.sides.length > 1 ? `${"AB"[i]}: ${name}` : name
    );
  }

  /** A log in place of all others, or beside the first. */
  put(side: Side, beside: boolean): void {
    this.comparison?.end();
    const kept = beside ? this.sides.slice(0, 1) : [];
    for (const old of this.sides.slice(kept.length)) old.close();
    this.sides = [...kept, side];
    this.lead = 0;
    const [first, second] = this.sides;
    this.comparison = second === undefined ? null : new Comparison(first, second, this.failed);
    this.show();
  }

  /** Brings a log to where it is wanted, and the other one to where it then belongs. */
  async go(side: Side, wish: Wish): Promise<void> {
    this.lead = Math.max(0, this.sides.indexOf(side));
    await side.go(wish);
    if (this.leader === side) await this.follow();
  }

  async follow(): Promise<void> {
    const { leader, comparison } = this;
    if (comparison === null || leader === null) return;
    this.following++;
    try {
      await comparison.follow(leader);
    } catch (why) {
      this.failed(why);
    } finally {
      this.following--;
    }
  }

  /** @param tie null: the next one */
  setTie(tie: Tie | null): void {
    const { comparison } = this;
    if (comparison === null) return;
    if (tie === null) comparison.nextTie();
    else comparison.tie = tie;
    void this.follow();
  }

  toggleMarks(): void {
    this.comparison?.toggleMarks();
  }

  /** Where the two logs part, in words; and goes there. Null if there is one log. */
  async toParting(): Promise<readonly string[] | null> {
    const { comparison } = this;
    if (comparison === null) return null;
    const { event, lines } = await comparison.findParting();
    if (event !== null) await this.go(comparison.first, { event });
    return lines;
  }

  private show(): void {
    const { names } = this, place = byId("sides"), isTwo = this.sides.length > 1;
    place.classList.toggle("is-two", isTwo);
    place.replaceChildren(...this.sides.map(({ element, facts: { title } }, i) => {
      element.querySelector(":scope > .side-name")?.remove();
      if (isTwo) {
        element.prepend(el("h2", { class: "side-name", title }, `${names[i]}  ${title}`));
      }
      return element;
    }));
  }
}
