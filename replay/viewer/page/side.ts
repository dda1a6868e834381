/**
 * One log on the page: its worker, where it stands, its map, its time and its panels. All that is seen of
 * the log follows one cursor: a wish to be at an event or a time.
 * @module
 */
import type { LogFacts, LogFrom, Overview, ReadingFacts, Stand, StepBy } from "../protocol.ts";
import type { Engine } from "./client.ts";
import { el } from "./dom.ts";
import { Latest } from "./latest.ts";
import type { Order } from "./map/layout.ts";
import { MapSection } from "./map/map_section.ts";
import type { Theme } from "./map/palette.ts";
import { AboutPanel } from "./panels/about.ts";
import { EventsPanel } from "./panels/events.ts";
import { FindingsPanel } from "./panels/findings.ts";
import { ListsPanel } from "./panels/lists.ts";
import { PagePanel } from "./panels/page.ts";
import type { Desk } from "./panels/panel.ts";
import { StoryPanel } from "./panels/story.ts";
import type { Panels, TabName } from "./panels/tabs.ts";
import { TimeView } from "./time/time_view.ts";
import type { Wish } from "./wish.ts";

export interface SideHooks {
  /** It stands elsewhere. */
  moved(side: Side): void;
  /** Somebody wants it elsewhere: by hand on the time line, by a line of a list. */
  wished(side: Side, wish: Wish): void;
  chosen(side: Side, pfn: number | null): void;
  /** More of the log as a whole is known. */
  overview(side: Side): void;
  /** Another stretch of time is in view. */
  viewed(side: Side): void;
  found(side: Side): void;
  failed(why: unknown): void;
  /** The panel that is seen. */
  tab(): TabName;
}

export interface Dress {
  readonly reading: string | null;
  readonly order: Order;
  readonly theme: Theme;
}

/** While playing, panels are made anew only so often: nobody reads faster. */
const PANEL_MS = 250, HOVER_MS = 120, PIECE_MS = 400, PAINT_MS = 30;

export class Side {
  readonly element: HTMLElement;
  readonly map: MapSection;
  readonly time: TimeView;
  readonly panels: Panels;
  readonly events: EventsPanel;
  stand: Stand = { event: 0, time: 0, migration: null, text: "", round: 0, phase: "" };
  isPlaying = false;
  findingsCount = 0;
  private reading: ReadingFacts;
  private chosen: number | null = null;
  private hovered: number | null = null;
  private wanted = 0;
  private readonly moves: Latest<Wish | null>;
  private readonly looks: Latest<null>;
  private panelsAt = 0;
  private hover: ReturnType<typeof setTimeout> | undefined;
  private readonly findings: FindingsPanel;
  private isClosed = false;

  private constructor(
    readonly engine: Engine,
    readonly facts: LogFacts,
    readonly from: LogFrom,
    dress: Dress,
    private readonly hooks: SideHooks,
  ) {
    this.reading = facts.readings.find(({ name }) => name === dress.reading) ?? facts.readings[0];
    this.moves = new Latest((wish) => this.move(wish), hooks.failed);
    this.looks = new Latest(() => this.look(), hooks.failed);
    this.map = new MapSection(facts, dress.order, dress.theme, {
      hovered: (pfn) => this.point(pfn),
      chosen: (pfn) => this.choose(pfn, false),
    });
    this.time = new TimeView(facts, dress.theme, {
      scrubbed: (time) => hooks.wished(this, { time }),
      viewed: () => {
        void this.looks.wish(null);
        hooks.viewed(this);
      },
    });
    const desk: Desk = {
      engine,
      facts,
      stand: () => this.stand,
      page: () => this.chosen ?? this.hovered,
      jump: (event) => hooks.wished(this, { event }),
      choose: (pfn) => this.choose(pfn, true),
      failed: hooks.failed,
    };
    this.events = new EventsPanel(desk);
    this.findings = new FindingsPanel(desk);
    this.panels = {
      ...(facts.steps.length > 0 ? { story: new StoryPanel(desk) } : {}),
      events: this.events,
      page: new PagePanel(desk),
      lists: new ListsPanel(desk),
      findings: this.findings,
      about: new AboutPanel(facts),
    };
    this.element = el("div", { class: "side" }, this.map.element, this.time.element);
  }

  /** Opens a log; nothing of it is shown before `go`. */
  static async open(
    engine: Engine,
    from: LogFrom,
    dress: Dress,
    hooks: SideHooks,
  ): Promise<Side> {
    const facts = await engine.ask("open", from);
    return new Side(engine, facts, from, dress, hooks);
  }

  get readingName(): string {
    return this.reading.name;
  }

  get page(): number | null {
    return this.chosen;
  }

  /** The event where it will stand when all wishes are done. */
  get wantedEvent(): number {
    return this.wanted;
  }

  /** True while something that was asked for is not yet on the screen. */
  get isBusy(): boolean {
    return this.moves.isBusy || this.map.view.isBusy;
  }

  /** True while the log as a whole is still being read: its curves, its findings. */
  isReading = false;

  go(wish: Wish): Promise<void> {
    if ("event" in wish) {
      const event = Math.min(Math.max(0, Math.trunc(wish.event)), this.facts.events);
      this.wanted = event;
      return this.moves.wish({ event });
    }
    return this.moves.wish(wish);
  }

  /** Resolves when the worker stands where it is wanted: steps are counted from there. */
  settled(): Promise<void> {
    return this.moves.rest;
  }

  /** The number of the next event (or the one before) by something; null if there is none. */
  step(by: StepBy, back: boolean): Promise<number | null> {
    return this.engine.ask("step", by, back);
  }

  setReading(name: string): void {
    const reading = this.facts.readings.find((reading) => reading.name === name);
    if (reading === undefined || reading === this.reading) return;
    this.reading = reading;
    // a move that waits will ask for the new reading anyway
    if (!this.moves.isOvertaken) void this.moves.wish(null);
  }

  setTheme(theme: Theme): void {
    this.map.setTheme(theme);
    this.time.setTheme(theme);
  }

  /** @param bring true to move the map so that the page is seen */
  choose(pfn: number | null, bring: boolean): void {
    this.chosen = pfn;
    this.map.view.choose(pfn, bring);
    this.hooks.chosen(this, pfn);
    if (this.hooks.tab() === "page") this.refreshPanel();
  }

  /** Reads what takes all of the log, in pieces, behind what the hand asks for. */
  async readAll(): Promise<void> {
    this.isReading = true;
    try {
      await this.painted(); // the first picture goes first
      await this.readOverview();
      await this.readFindings();
    } catch (why) {
      if (!this.isClosed) this.hooks.failed(why);
    } finally {
      this.isReading = false;
    }
  }

  private async readOverview(): Promise<void> {
    while (!this.isClosed) {
      const overview = await this.engine.ask("overview");
      if (overview !== null && this.isRead(overview)) return;
      await this.pause();
    }
  }

  /** Shows curves and lanes; true if they go as far as they can. */
  private isRead(overview: Overview): boolean {
    const { damage, until } = overview;
    this.time.setOverview(overview);
    this.hooks.overview(this);
    if (damage !== null) this.hooks.failed(new Error(damage));
    return damage !== null || until >= this.facts.events;
  }

  private async readFindings(): Promise<void> {
    while (!this.isClosed) {
      const { findings, count, done } = await this.engine.ask("findings");
      this.findings.found(findings, count, done);
      this.findingsCount = count;
      this.hooks.found(this);
      if (done) return;
      await this.pause();
    }
  }

  close(): void {
    this.isClosed = true;
    this.engine.close();
    this.element.remove();
  }

  refreshPanel(): void {
    this.panelsAt = performance.now();
    this.panels[this.hooks.tab()]?.refresh().catch(this.hooks.failed);
  }

  private async move(wish: Wish | null): Promise<void> {
    if (wish !== null) await this.stepTo(wish);
    const map = await this.engine.ask("map", this.reading.name);
    this.map.show(map, this.reading);
    this.hooks.moved(this);
    if (this.moves.isOvertaken) return;
    if (!this.isPlaying || performance.now() - this.panelsAt > PANEL_MS) this.refreshPanel();
  }

  private async stepTo(wish: Wish): Promise<void> {
    const event = "event" in wish ? wish.event : await this.engine.ask("eventAt", wish.time);
    this.stand = await this.engine.ask("seek", event);
    if (!this.moves.isOvertaken) this.wanted = event;
    const { time, text } = this.stand;
    this.time.setCursor(time, event, `event ${event}: ${text}`);
  }

  private point(pfn: number | null): void {
    this.hovered = pfn;
    if (this.chosen !== null || this.hooks.tab() !== "page") return;
    clearTimeout(this.hover);
    this.hover = setTimeout(() => this.refreshPanel(), HOVER_MS);
  }

  private async look(): Promise<void> {
    const { from, to } = this.time.view;
    const { whole } = this.time;
    if (from <= whole.from && to >= whole.to) return this.time.setDetail(null);
    this.time.setDetail(await this.engine.ask("stretch", from, to));
  }

  /** Resolves when its picture is on the screen; soon all the same where nobody sees it. */
  private async painted(): Promise<void> {
    const begin = performance.now();
    do {
      await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
    } while (this.map.view.isBusy && performance.now() - begin < PIECE_MS);
  }

  /** The worker reads on meanwhile; asking more often would only copy the same again. Who scrubs goes first. */
  private async pause(): Promise<void> {
    do {
      await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
    } while (this.moves.isBusy && !this.isPlaying);
  }
}
