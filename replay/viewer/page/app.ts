/**
 * The page as a whole: opens logs, and ties top bar, chooser, panels, keyboard and link to one cursor.
 * @module
 */
import type { Boot, LogFrom } from "../protocol.ts";
import { Chooser } from "./chooser.ts";
import { startEngine } from "./client.ts";
import { type Commanded, obey } from "./commands.ts";
import { Deck } from "./deck.ts";
import { byId } from "./dom.ts";
import { chooseFile } from "./drop.ts";
import { count } from "./format.ts";
import { hashOf, type Place, placeOf } from "./hash.ts";
import type { Command } from "./keys.ts";
import type { Order } from "./map/layout.ts";
import { Messages } from "./messages.ts";
import { Tabs } from "./panels/tabs.ts";
import { Player, speedFor } from "./player.ts";
import { Side, type SideHooks } from "./side.ts";
import { Steps } from "./steps.ts";
import { Themes } from "./theme.ts";
import { TopBar } from "./top_bar.ts";
import type { Wish } from "./wish.ts";

export class App implements Commanded {
  readonly messages = new Messages(byId("messages"));
  private readonly failed = (why: unknown): void => this.messages.failed(why);
  private readonly deck = new Deck(this.failed);
  private readonly tabs = new Tabs(byId("panels"), this.failed);
  private readonly player: Player;
  private readonly themes: Themes;
  private readonly top: TopBar;
  private readonly chooser: Chooser;
  private readonly steps: Steps;
  private order: Order = placeOf(location.hash).order ?? "pfn";
  private opening = 0;

  constructor(private readonly boot: Boot) {
    this.top = new TopBar({
      command: (command) => obey(this, command),
      wished: (wish) => void this.go(wish),
      speed: (speed) => this.player.setSpeed(speed),
      open: (beside) => chooseFile(beside),
      failed: this.failed,
    });
    this.chooser = new Chooser({
      reading: (name) => this.setReading(name),
      order: (order) => this.setOrder(order),
      tie: (tie) => this.deck.setTie(tie),
      command: (command) => obey(this, command),
    });
    this.player = new Player(
      () => this.leader,
      (side, wish) => this.deck.go(side, wish),
      (isPlaying) => this.played(isPlaying),
    );
    this.steps = new Steps(
      () => this.leader,
      (wish) => this.go(wish),
      (words) => this.say(words),
      this.failed,
    );
    this.themes = new Themes((theme, words) => {
      this.top.setTheme(words);
      for (const side of this.sides) side.setTheme(theme);
    });
    this.themes.show();
  }

  get sides(): readonly Side[] {
    return this.deck.sides;
  }

  get leader(): Side | null {
    return this.deck.leader;
  }

  get isBusy(): boolean {
    return this.opening > 0 || this.steps.isBusy || this.deck.isBusy;
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
      const dress = {
        reading: place.reading ?? this.leader?.readingName ?? null,
        order: this.order,
        theme: this.themes.now,
      };
      await this.place(await Side.open(engine, from, dress, this.hooks()), beside, place);
    } catch (why) {
      engine.close();
      const words = why instanceof Error ? why.message : String(why);
      this.failed(words.includes(from.name) ? words : `${from.name}: ${words}`);
    } finally {
      this.opening--;
      byId("empty").classList.remove("is-opening");
    }
  }

  async go(wish: Wish): Promise<void> {
    if (this.leader !== null) await this.deck.go(this.leader, wish);
  }

  /** The link changed by hand. */
  linked(): void {
    const place = placeOf(location.hash), side = this.leader;
    if (place.reading !== null) this.setReading(place.reading);
    if (place.order !== null && place.order !== this.order) this.setOrder(place.order);
    if (side === null) return;
    if (place.pfn !== null && place.pfn !== side.page) this.choose(side, place.pfn);
    if (place.at !== null && place.at !== side.stand.event) void this.go({ event: place.at });
  }

  step(command: Command): boolean {
    return this.steps.take(command);
  }

  togglePlay(): void {
    this.player.toggle();
  }

  faster(by: 1 | -1): void {
    this.player.setSpeed(this.player.speed + by);
    this.top.setSpeed(this.player.speed);
  }

  typeEvent(): void {
    this.top.goTo();
  }

  filter(): void {
    this.tabs.show("events");
    this.leader?.events.filter.focus();
  }

  setReading(name: string): void {
    for (const side of this.sides) side.setReading(name);
    this.chooser.show(this.leader?.readingName ?? name, this.order);
    this.link();
  }

  nextOrder(): void {
    this.setOrder(this.order === "pfn" ? "hilbert" : "pfn");
  }

  turnTab(way: 1 | -1): void {
    this.tabs.turn(way);
  }

  toggleMarks(): void {
    this.deck.toggleMarks();
    this.showTwo();
  }

  nextTie(): void {
    this.deck.setTie(null);
    this.showTwo();
  }

  nextTheme(): void {
    this.themes.next();
  }

  toggleHelp(): void {
    const dialog = byId<HTMLDialogElement>("help");
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  toParting(): void {
    if (this.deck.tie !== null) this.tabs.show("difference");
    this.deck.toParting().then((isThere) => {
      if (!isThere) this.say("there is no first difference");
    }).catch(this.failed);
  }

  private hooks(): SideHooks {
    return {
      moved: (side) => this.moved(side),
      wished: (side, wish) => void this.deck.go(side, wish),
      chosen: (side, pfn) => this.chosen(side, pfn),
      found: () => this.found(),
      overview: () => this.deck.share(),
      viewed: (side) => this.deck.viewed(side),
      failed: this.failed,
      tab: () => this.tabs.name,
    };
  }

  private async place(side: Side, beside: boolean, place: Place): Promise<void> {
    const first = beside ? this.sides[0] : undefined;
    this.player.stop();
    if (first === undefined) this.messages.clear();
    byId("empty").hidden = true;
    byId("work").hidden = byId("transport").hidden = false;
    this.deck.put(side, beside);
    if (side.facts.damage !== null) this.messages.warn(`${side.facts.name}: ${side.facts.damage}`);
    this.dress();
    if (first === undefined) {
      this.player.speed = speedFor(side.facts.events);
      this.top.setSpeed(this.player.speed);
      // A log begins with the world's description, all at one time: the world as it was then.
      await side.go(place.at !== null ? { event: place.at } : { time: 0 });
    } else {
      await side.go({ event: first.stand.event });
      await this.deck.follow();
    }
    this.tabs.setSides(this.deck.panels); // they ask for more than the picture needs
    if (place.pfn !== null) this.choose(side, place.pfn);
    void side.readAll();
  }

  /** Bars and panels for the logs that are open. */
  private dress(): void {
    const { names } = this.deck, [first] = this.sides;
    const title = names.length > 1 ? names.join("   ") : `${names[0]}  ${first.facts.title}`;
    this.top.setFacts(first.facts, title);
    this.chooser.build(first.facts.readings);
    this.chooser.show(first.readingName, this.order);
    this.showTwo();
    this.found();
  }

  private showTwo(): void {
    this.chooser.showTwo(this.deck.tie, this.deck.isMarking);
  }

  private moved(side: Side): void {
    if (side !== this.leader) return;
    this.top.show(side.stand);
    this.link();
    if (!this.player.isPlaying) this.say(`event ${count(side.stand.event)}: ${side.stand.text}`);
  }

  private choose(side: Side, pfn: number | null): void {
    side.choose(pfn !== null && pfn < side.facts.frames ? pfn : null, true);
  }

  private chosen(side: Side, pfn: number | null): void {
    for (const other of this.sides) {
      if (other !== side && other.page !== pfn) this.choose(other, pfn);
    }
    if (pfn !== null && this.tabs.name !== "story") this.tabs.show("page");
    this.link();
  }

  private found(): void {
    const total = this.sides.reduce((sum, side) => sum + side.findingsCount, 0);
    this.tabs.setBadge("findings", total > 0 ? `⚑ ${count(total)}` : "");
  }

  private setOrder(order: Order): void {
    this.order = order;
    for (const { map } of this.sides) map.view.setOrder(order);
    this.chooser.show(this.leader?.readingName ?? "", order);
    this.link();
  }

  private played(isPlaying: boolean): void {
    for (const side of this.sides) side.isPlaying = isPlaying;
    this.top.setPlaying(isPlaying);
    if (isPlaying) return;
    for (const side of this.sides) side.refreshPanel();
    this.link();
  }

  /** Read out by a screen reader; seen by nobody else. */
  private say(words: string): void {
    byId("live").textContent = words;
  }

  /** Keeps the link up to date. While playing it rests: browsers allow few changes a second. */
  private link(): void {
    const side = this.leader;
    if (side === null || this.player.isPlaying) return;
    const { stand: { event }, readingName, page } = side;
    const hash = hashOf({ at: event, reading: readingName, order: this.order, pfn: page });
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }
}
