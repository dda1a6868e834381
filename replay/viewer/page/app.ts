/**
 * The page as a whole: one log or two, one cursor, the keyboard, and the link that leads back here.
 * @module
 */
import type { Boot, LogFrom } from "../protocol.ts";
import { Chooser } from "./chooser.ts";
import { startEngine } from "./client.ts";
import { type Command } from "./keys.ts";
import { Comparison } from "./compare.ts";
import { byId, el } from "./dom.ts";
import { chooseFile } from "./drop.ts";
import { count } from "./format.ts";
import { hashOf, type Place, placeOf } from "./hash.ts";
import type { Order } from "./map/layout.ts";
import { Messages } from "./messages.ts";
import { Tabs } from "./panels/tabs.ts";
import { Player, speedFor } from "./player.ts";
import { Side } from "./side.ts";
import { Steps } from "./steps.ts";
import { Themes } from "./theme.ts";
import type { Tie } from "./tie.ts";
import { TopBar } from "./top_bar.ts";
import type { Wish } from "./wish.ts";

export class App {
  readonly messages = new Messages(byId("messages"));
  readonly player: Player;
  private readonly themes: Themes;
  private readonly top: TopBar;
  private readonly chooser: Chooser;
  private readonly tabs: Tabs;
  private readonly steps: Steps;
  private sides: Side[] = [];
  private comparison: Comparison | null = null;
  private order: Order;
  private lead = 0;
  private opening = 0;
  private following = 0;

  constructor(private readonly boot: Boot) {
    const failed = (why: unknown): void => this.messages.failed(why);
    this.order = placeOf(location.hash).order ?? "pfn";
    this.tabs = new Tabs(byId("panels"), failed);
    this.top = new TopBar({
      command: (command) => this.command(command),
      wished: (wish) => void this.go(wish),
      speed: (speed) => this.player.setSpeed(speed),
      open: (beside) => chooseFile(beside),
      failed,
    });
    this.chooser = new Chooser({
      reading: (name) => this.setReading(name),
      order: (order) => this.setOrder(order),
      tie: (tie) => this.setTie(tie),
      command: (command) => this.command(command),
    });
    this.player = new Player(
      () => this.leader,
      (side, wish) => this.goSide(side, wish),
      (isPlaying) => this.played(isPlaying),
    );
    this.steps = new Steps(() => this.leader, (wish) => this.go(wish), (words) => this.say(words));
    this.themes = new Themes((theme, words) => {
      this.top.setTheme(words);
      for (const side of this.sides) side.setTheme(theme);
    });
    this.themes.show();
  }

  /** The log whose cursor leads. */
  get leader(): Side | null {
    return this.sides[this.lead] ?? this.sides[0] ?? null;
  }

  get hasLog(): boolean {
    return this.sides.length > 0;
  }

  get isBusy(): boolean {
    return this.opening > 0 || this.following > 0 || (this.comparison?.isBusy ?? false) ||
      this.sides.some((side) => side.isBusy);
  }

  /** True while curves or findings are still being read. */
  get isReading(): boolean {
    return this.sides.some((side) => side.isReading);
  }

  /** Opens a log: alone, or beside the one that is open. Resolves when its first picture is there. */
  async open(from: LogFrom, beside: boolean, place: Place): Promise<void> {
    this.opening++;
    byId("empty").classList.add("is-opening");
    const engine = startEngine(this.boot);
    try {
      const dress = { reading: place.reading, order: this.order, theme: this.themes.now };
      const side = await Side.open(engine, from, dress, {
        moved: (side) => this.moved(side),
        wished: (side, wish) => void this.goSide(side, wish),
        chosen: (side, pfn) => this.chosen(side, pfn),
        found: () => this.found(),
        failed: (why) => this.messages.failed(why),
        tab: () => this.tabs.name,
      });
      await this.place(side, beside, place);
    } catch (why) {
      engine.close();
      this.messages.failed(why);
    } finally {
      this.opening--;
      byId("empty").classList.remove("is-opening");
    }
  }

  async go(wish: Wish): Promise<void> {
    const side = this.leader;
    if (side !== null) await this.goSide(side, wish);
  }

  command(command: Command): void {
    const side = this.leader;
    if (this.steps.take(command)) return;
    if (command.startsWith("reading-")) {
      const reading = side?.facts.readings[Number(command.slice(8)) - 1];
      if (reading !== undefined) this.setReading(reading.name);
      return;
    }
    switch (command) {
      case "play":
        return this.player.toggle();
      case "faster":
      case "slower":
        this.player.setSpeed(this.player.speed + (command === "faster" ? 1 : -1));
        return this.top.setSpeed(this.player.speed);
      case "go-to":
        return this.top.goTo();
      case "filter":
        this.tabs.show("events");
        return side?.events.filter.focus();
      case "order":
        return this.setOrder(this.order === "pfn" ? "hilbert" : "pfn");
      case "fit":
        return this.sides.forEach(({ map }) => map.view.fit());
      case "map-in":
      case "map-out":
        return this.sides.forEach(({ map }) => map.view.zoom(command === "map-in"));
      case "focus-map":
        return side?.map.view.element.focus();
      case "focus-time":
        return side?.time.element.focus();
      case "time-in":
      case "time-out":
        return this.sides.forEach(({ time }) => time.zoom(command === "time-in"));
      case "time-all":
        return this.sides.forEach(({ time }) => time.showAll());
      case "next-tab":
      case "prev-tab":
        return this.tabs.turn(command === "next-tab" ? 1 : -1);
      case "mark":
        this.comparison?.toggleMarks();
        return this.showTwo();
      case "parting":
        return void this.toParting();
      case "tie":
        this.comparison?.nextTie();
        this.showTwo();
        return void this.follow();
      case "theme":
        return this.themes.next();
      case "help":
        return this.help();
      case "close":
        return (document.activeElement as HTMLElement | null)?.blur();
    }
  }

  /** The link changed by hand. */
  linked(): void {
    const place = placeOf(location.hash);
    if (place.reading !== null) this.setReading(place.reading);
    if (place.order !== null && place.order !== this.order) this.setOrder(place.order);
    const side = this.leader;
    if (side === null) return;
    if (place.pfn !== null && place.pfn !== side.page) {
      side.choose(this.known(side, place.pfn), true);
    }
    if (place.at !== null && place.at !== side.stand.event) void this.go({ event: place.at });
  }

  private async place(side: Side, beside: boolean, place: Place): Promise<void> {
    this.player.stop();
    this.comparison?.end();
    this.comparison = null;
    const kept = beside ? this.sides.slice(0, 1) : [];
    for (const old of this.sides.slice(kept.length)) old.close();
    if (!beside) this.messages.clear();
    this.sides = [...kept, side];
    this.lead = 0;
    byId("empty").hidden = true;
    byId("work").hidden = false;
    if (side.facts.damage !== null) this.messages.warn(`${side.facts.name}: ${side.facts.damage}`);
    this.arrange();
    if (place.pfn !== null) side.choose(this.known(side, place.pfn), true);
    const first = this.sides[0];
    if (beside) {
      this.comparison = new Comparison(first, side, (why) => this.messages.failed(why));
      this.showTwo();
      await side.go({ event: first.stand.event });
      await this.comparison.follow(first);
    } else {
      this.player.speed = speedFor(side.facts.events);
      this.top.setSpeed(this.player.speed);
      // A log begins with the world's description, all at one time: the world as it was then is where to begin.
      await side.go(place.at !== null ? { event: place.at } : { time: 0 });
    }
    void side.readAll();
  }

  private arrange(): void {
    const [first, second] = this.sides;
    const isTwo = second !== undefined;
    const names = this.sides.map(({ facts }, i) =>
      isTwo ? `${"AB"[i]}: ${facts.name}` : facts.name
    );
    byId("sides").classList.toggle("is-two", isTwo);
    byId("sides").replaceChildren(...this.sides.map(({ element, facts }, i) => {
      element.querySelector(".side-name")?.remove();
      if (isTwo) {
        element.prepend(
          el("h2", { class: "side-name", title: facts.title }, `${names[i]}  ${facts.title}`),
        );
      }
      return element;
    }));
    this.top.setFacts(
      first.facts,
      isTwo ? names.join("   ") : `${first.facts.name}  ${first.facts.title}`,
    );
    this.chooser.build(first.facts.readings);
    this.tabs.setSides(this.sides.map(({ panels }, i) => ({ name: names[i], panels })));
    this.chooser.show(first.readingName, this.order);
    this.showTwo();
  }

  private async goSide(side: Side, wish: Wish): Promise<void> {
    this.lead = Math.max(0, this.sides.indexOf(side));
    await side.go(wish);
    if (this.leader === side) await this.follow();
  }

  private async follow(): Promise<void> {
    const side = this.leader;
    if (this.comparison === null || side === null) return;
    this.following++;
    try {
      await this.comparison.follow(side);
    } catch (why) {
      this.messages.failed(why);
    } finally {
      this.following--;
    }
  }

  private moved(side: Side): void {
    if (side !== this.leader) return;
    this.top.show(side.stand);
    this.link();
    if (!this.player.isPlaying) this.say(`event ${count(side.stand.event)}: ${side.stand.text}`);
  }

  private chosen(side: Side, pfn: number | null): void {
    for (const other of this.sides) {
      if (other !== side && other.page !== pfn) {
        other.choose(pfn === null ? null : this.known(other, pfn), true);
      }
    }
    if (pfn !== null && this.tabs.name !== "story") this.tabs.show("page");
    this.link();
  }

  private found(): void {
    const total = this.sides.reduce((sum, side) => sum + side.findingsCount, 0);
    this.tabs.setBadge("findings", total > 0 ? `⚑ ${count(total)}` : "");
  }

  private setReading(name: string): void {
    for (const side of this.sides) side.setReading(name);
    this.chooser.show(this.leader?.readingName ?? name, this.order);
    this.link();
  }

  private setOrder(order: Order): void {
    this.order = order;
    for (const { map } of this.sides) map.view.setOrder(order);
    this.chooser.show(this.leader?.readingName ?? "", order);
    this.link();
  }

  private setTie(tie: Tie): void {
    if (this.comparison !== null) this.comparison.tie = tie;
    void this.follow();
  }

  private showTwo(): void {
    const { comparison } = this;
    this.chooser.showTwo(
      comparison !== null,
      comparison?.tie ?? "event",
      comparison?.isMarking ?? false,
    );
  }

  private async toParting(): Promise<void> {
    const { comparison } = this;
    if (comparison === null) return this.say("there is one log");
    try {
      const { event, lines } = await comparison.findParting();
      if (event === null) this.messages.warn("The two logs do not part: they tell the same.");
      else {
        this.messages.warn(`The logs part at event ${count(event)}: ${lines.join("  ")}`);
        await this.goSide(comparison.first, { event });
      }
    } catch (why) {
      this.messages.failed(why);
    }
  }

  private played(isPlaying: boolean): void {
    for (const side of this.sides) side.isPlaying = isPlaying;
    this.top.setPlaying(isPlaying);
    if (isPlaying) return;
    for (const side of this.sides) side.refreshPanel();
    this.link();
  }

  private help(): void {
    const dialog = byId<HTMLDialogElement>("help");
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  private known(side: Side, pfn: number): number | null {
    return pfn < side.facts.frames ? pfn : null;
  }

  /** Read out by a screen reader; seen by nobody else. */
  private say(words: string): void {
    byId("live").textContent = words;
  }

  /** Keeps the link up to date; a browser allows no more than some changes a second. */
  private link(): void {
    const side = this.leader;
    if (side === null || this.player.isPlaying) return;
    const hash = hashOf({
      at: side.stand.event,
      reading: side.readingName,
      order: this.order,
      pfn: side.page,
    });
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }
}
