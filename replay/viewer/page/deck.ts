/**
 * The logs that are open, one or two, and what is tied to both: who leads, who follows, what is marked.
 * @module
 */
import { byId, el } from "./dom.ts";
import { Comparison } from "./compare.ts";
import { DifferencePanel } from "./panels/difference.ts";
import type { Panels } from "./panels/tabs.ts";
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

  /** Goes to where the two logs part; false if there is one log, or they do not. */
  async toParting(): Promise<boolean> {
    const { comparison } = this;
    const event = comparison === null ? null : (await comparison.findParting()).event;
    if (comparison === null || event === null) return false;
    await this.go(comparison.first, { event });
    return true;
  }

  /** By log, its panels; the first one's also have that of what tells the two apart. */
  get panels(): readonly { readonly name: string; readonly panels: Panels }[] {
    const { comparison, names } = this;
    return this.sides.map(({ panels }, i) => ({
      name: names[i],
      panels: i > 0 || comparison === null ? panels : {
        ...panels,
        difference: new DifferencePanel(
          () => comparison.findParting(),
          (event) => void this.go(comparison.first, { event }),
        ),
      },
    }));
  }

  /** Both time lines show the same stretch of one axis, so that one is seen beside the other. */
  share(): void {
    const wholes = this.sides.map(({ time }) => time.own);
    const whole = {
      from: Math.min(...wholes.map(({ from }) => from)),
      to: Math.max(...wholes.map(({ to }) => to)),
    };
    for (const { time } of this.sides) time.setWhole(whole);
  }

  /** Another stretch is in view in one of them. */
  viewed(side: Side): void {
    for (const other of this.sides) if (other !== side) other.time.showAs(side.time.view);
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
