/**
 * One tab's conversation: started, restored after a reload, renewed when the server has ended it, forgotten on request.
 * Receives what the learner says, gives its view notices, answers and the plain state of the line. Each answer reaches
 * the view once, whichever road brought it.
 */

import { type Access, type ChatApi, Fault, type FaultReason, type Outgoing } from "./api.ts";
import { EventFeed } from "./events.ts";
import { Forgetting } from "./forgetting.ts";
import { Outbox } from "./outbox.ts";
import { watchPage } from "./page-life.ts";
import { claim, type Session, type SessionKeeper, uuid } from "./session.ts";
import type { Report } from "./sheets.ts";
import type { Rating } from "./tools.ts";
import type { Entry, Language, Noted, Reply, Understanding } from "./wire.ts";

export interface LineState {
  /** A message is with the server and its answer is awaited. */
  working: boolean;
  /** Why nothing goes out just now, or null. */
  reason: FaultReason | null;
  /** When the next try happens by itself (epoch ms), or null. */
  nextTry: number | null;
}

export interface ConversationView {
  started(notice: string, replies: Reply[], language: Language, history: boolean): void;
  said(message: Outgoing, language: Language, delivered: boolean, history: boolean): void;
  answered(id: string | null, replies: Reply[], understanding: Understanding | null, history: boolean): void;
  refused(message: Outgoing, code: string): void;
  line(state: LineState): void;
  /** The conversation is over; `goesOn` when another begins by itself. What was shown stays until `wiped`. */
  ended(why: "gone" | "idle", goesOn: boolean): void;
  wiped(): void;
}

/** A turn from any road: the answer to a request, a push, or the list of what was said before. */
type Taken = Pick<Entry, "client_message_id" | "replies"> & Partial<Entry>;

export interface ConversationOptions {
  site: string | null;
  /** What the page says it shows, or null. */
  about: string | null;
  idleMs: number;
}

export class Conversation {
  private access: Access | null = null;
  private feed: EventFeed | null = null;
  private releaseLock: (() => void) | null = null;
  private kept: Session | null;
  private shown = new Set<string>();
  private sequence = 0;
  private spoken = false;
  private generation = 0;
  private reason: FaultReason | null = null;
  private readonly outbox: Outbox;
  private readonly forgetting: Forgetting;
  private readonly unwatch: () => void;

  constructor(
    private readonly api: ChatApi,
    private readonly keeper: SessionKeeper,
    private readonly view: ConversationView,
    private language: Language,
    private readonly options: ConversationOptions,
  ) {
    this.kept = keeper.read();
    this.outbox = new Outbox({
      prepare: () => this.prepare(),
      deliver: (message) => this.deliver(message),
      renew: () => this.renew(),
      refused: (message, code) => this.view.refused(message, code),
      keep: (messages) => this.keep(messages),
      state: (working, reason, wait) => this.tell(working, reason, wait),
      random: Math.random,
      after: (ms, run) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    this.forgetting = new Forgetting(api, keeper);
    this.unwatch = watchPage({
      online: this.wake,
      offline: () => this.tell(false, this.reason ?? "unreachable", null),
      // A page kept for "back" would otherwise hold on to the conversation that the next page goes on with.
      left: () => this.unlock(),
      seen: () => this.endIfIdle() || this.feed?.wake(),
      nowAndThen: () => this.endIfIdle(),
    });
  }

  /** Shows the notice and the greeting, or the conversation as it stood before a reload. */
  open(): void {
    this.outbox.wake();
  }

  send(text: string, choice?: string): void {
    const message: Outgoing = choice === undefined ? { id: uuid(), text } : { id: uuid(), text, choice };
    this.spoken = true;
    this.view.said(message, this.language, false, false);
    this.touch();
    this.outbox.add(message);
  }

  /** Before anything was said the chat simply begins again in the other language; after, the assistant is asked to. */
  changeLanguage(language: Language, request: string): void {
    this.language = language;
    this.keeper.update({ language });
    if (this.spoken) return this.send(request);
    void this.forget();
    this.open();
  }

  /** The language of the next conversation. */
  useLanguage(language: Language): void {
    this.language = language;
  }

  /** Counts whether an answer was useful; a bad line loses the count, never the chat. */
  rate(id: string, rating: Rating): void {
    this.keeper.update({ rated: [...this.keeper.read().rated, id] });
    if (this.access) void this.api.rate(this.access, id, rating).catch(() => undefined);
  }

  /** Rejects where the report could not be sent. */
  report(id: string, report: Report): Promise<Noted> {
    return this.access ? this.api.report(this.access, id, report) : Promise.reject(new Fault("later", "unreachable", "no_conversation"));
  }

  text(phone: string, ids: string[]): Promise<void> {
    return this.access ? this.api.text(this.access, phone, ids, this.language) : Promise.reject(new Fault("later", "unreachable", "no_conversation"));
  }

  /** Whether the learner has said anything in it. */
  get used(): boolean {
    return this.spoken;
  }

  /** Deletes everything here at once, and on the server as soon as it can be reached; resolves whether it was. */
  async forget(): Promise<boolean> {
    const { forget } = this.keeper.read();
    const access = this.eraseHere();
    this.keeper.update({ language: this.language, forget });
    if (access) this.forgetting.add(access);
    return this.forgetting.finish();
  }

  /** Leaves nothing in this tab and waits for no one: for "leave quickly". The request outlives the page. */
  vanish(): void {
    const access = this.eraseHere();
    if (access) void this.api.forget(access).catch(() => undefined);
  }

  dispose(): void {
    this.outbox.stop();
    this.detach();
    this.unwatch();
  }

  readonly wake = (): void => {
    this.outbox.wake();
    this.feed?.wake();
  };

  private async prepare(): Promise<void> {
    if (this.access) return;
    const generation = this.generation;
    void this.forgetting.finish();
    if (this.kept?.access) await this.restore(this.kept, this.kept.access);
    if (this.access || generation !== this.generation) return;
    this.recall(this.kept?.waiting ?? []);
    this.kept = null;
    const started = await this.start();
    const access = { id: started.conversation_id, token: started.token };
    if (generation !== this.generation) {
      // Forgotten while it was being made.
      this.forgetting.add(access);
      return void this.forgetting.finish();
    }
    this.keeper.update({ access, language: this.language, notice: started.notice.text, opening: started.replies });
    this.touch();
    this.attach(access, (await claim(access.id)) ?? null);
    this.view.started(started.notice.text, started.replies, this.language, false);
  }

  private async start(): ReturnType<ChatApi["start"]> {
    try {
      return await this.api.start(this.language, this.options.site, this.options.about);
    } catch (error) {
      // Nothing to send is wrong here: the learner's message waits until a conversation can be had.
      if (error instanceof Fault && error.kind !== "later") throw new Fault("later", "error", error.code, 15_000);
      throw error;
    }
  }

  private async restore(kept: Session, access: Access): Promise<void> {
    const lock = await claim(access.id);
    if (!lock) {
      // A copy of a tab that is still open: its conversation, and its unsent messages, are the other tab's.
      this.kept = null;
      this.keeper.erase();
      this.keep(this.outbox.waiting);
      return;
    }
    if (Date.now() - kept.lastActive > this.options.idleMs) {
      lock();
      this.kept = { ...kept, access: null };
      this.keeper.update({ access: null });
      this.forgetting.add(access);
      void this.forgetting.finish();
      return this.view.ended("idle", true);
    }
    let entries: Entry[];
    const generation = this.generation;
    try {
      entries = await this.api.entries(access, 0);
    } catch (error) {
      lock();
      if (!(error instanceof Fault && error.kind === "gone")) throw error;
      this.kept = { ...kept, access: null };
      this.keeper.update({ access: null });
      return this.view.ended("gone", true);
    }
    if (generation !== this.generation) return lock();
    this.language = kept.language ?? this.language;
    this.view.started(kept.notice, kept.opening, this.language, true);
    for (const entry of entries) this.accept(entry, true);
    const answered = new Set(entries.map((entry) => entry.client_message_id));
    this.kept = null;
    this.recall(kept.waiting.filter((message) => !answered.has(message.id)));
    this.attach(access, lock);
  }

  private recall(waiting: Outgoing[]): void {
    this.outbox.restore(waiting);
    for (const message of waiting) this.view.said(message, this.language, false, true);
    if (waiting.length) this.spoken = true;
    this.kept = null;
    this.keep(this.outbox.waiting);
  }

  private attach(access: Access, lock: (() => void) | null): void {
    this.access = access;
    this.releaseLock = lock;
    this.feed = new EventFeed(this.api, access, {
      pushed: (pushed) => this.accept(pushed, false),
      catchUp: () => this.catchUp(access),
    });
  }

  /** Nothing of it stays in the tab or in view; gives what the server still has to be told about. */
  private eraseHere(): Access | null {
    const access = this.access ?? this.kept?.access ?? null;
    this.detach();
    this.kept = null;
    this.spoken = false;
    this.outbox.clear();
    this.keeper.erase();
    this.view.wiped();
    return access;
  }

  private detach(): void {
    this.generation += 1;
    this.feed?.close();
    this.feed = null;
    this.unlock();
    this.access = null;
    this.sequence = 0;
    this.shown.clear();
  }

  private unlock(): void {
    this.releaseLock?.();
    this.releaseLock = null;
  }

  private renew(): void {
    this.detach();
    this.keeper.update({ access: null, opening: [], notice: "" });
    this.view.ended("gone", true);
  }

  private async deliver(message: Outgoing): Promise<void> {
    const { access } = this;
    if (!access) throw new Fault("later", "error", "no_conversation");
    // A choice is taken only by the conversation that offered it, and only while it is the last one offered. Where
    // that has passed, the words on the button say the same.
    let answer;
    try {
      answer = await this.api.send(access, message);
    } catch (error) {
      if (!(error instanceof Fault && error.code === "choice_not_offered")) {
        if (error instanceof Fault && error.kind === "gone") delete message.choice;
        throw error;
      }
      delete message.choice;
      answer = await this.api.send(access, message);
    }
    if (this.access !== access) return;
    this.accept({ client_message_id: message.id, ...answer }, false);
  }

  private async catchUp(access: Access): Promise<void> {
    try {
      const entries = await this.api.entries(access, this.sequence);
      if (this.access === access) for (const entry of entries) this.accept(entry, false);
    } catch {
      // The next message, or the next look, finds out.
    }
  }

  private accept(turn: Taken, history: boolean): void {
    this.sequence = Math.max(this.sequence, turn.seq ?? 0);
    const id = turn.client_message_id;
    const key = id ?? `#${turn.seq ?? uuid()}`;
    if (this.shown.has(key)) return;
    this.shown.add(key);
    const understanding = turn.understanding ?? null;
    const language = understanding?.language ?? this.language;
    if (history && turn.text) {
      this.spoken = true;
      this.view.said({ id: key, text: turn.text }, language, true, true);
    }
    this.view.answered(id, turn.replies, understanding, history);
    this.language = language;
    if (id) this.outbox.settle(id);
    if (!history) this.touch();
  }

  private keep(messages: readonly Outgoing[]): void {
    const ids = new Set(messages.map((message) => message.id));
    const earlier = (this.kept?.waiting ?? []).filter((message) => !ids.has(message.id));
    this.keeper.update({ waiting: [...earlier, ...messages] });
  }

  private touch(): void {
    this.keeper.update({ lastActive: Date.now(), language: this.language });
  }

  private endIfIdle(): boolean {
    const idle = Date.now() - this.keeper.read().lastActive > this.options.idleMs;
    if (!this.access || !idle || this.outbox.waiting.length > 0) return false;
    void this.forget();
    this.view.ended("idle", false);
    return true;
  }

  private tell(working: boolean, reason: FaultReason | null, wait: number | null): void {
    this.reason = reason;
    if (!reason && !working) void this.forgetting.finish();
    this.view.line({
      working: working && this.outbox.waiting.length > 0,
      reason,
      nextTry: wait === null ? null : Date.now() + wait,
    });
  }
}
