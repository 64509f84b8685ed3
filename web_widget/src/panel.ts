/** The chat itself, in whatever frame it stands: header, transcript, state of the line, composer. */

import { type ChatApi, Fault, type Outgoing } from "./api.ts";
import { Composer } from "./composer.ts";
import { Conversation, type ConversationView, type LineState } from "./conversation.ts";
import { h, icon } from "./dom.ts";
import { Menu, Question } from "./menu.ts";
import { later } from "./later.ts";
import type { Later } from "./later-main.ts";
import type { SessionKeeper } from "./session.ts";
import type { PlanPort, PlanSheet, ReportSheet } from "./sheets.ts";
import { StatusLine } from "./status.ts";
import type { ToolsPort } from "./tools.ts";
import { Transcript } from "./transcript.ts";
import type { Language, Reply, Understanding } from "./wire.ts";
import { other, words } from "./words.ts";

/** Where "leave quickly" goes: a page anyone might be reading. It is told nothing. */
const ELSEWHERE = "https://www.weather.gov/";

export interface PanelOptions {
  name: string;
  site: string | null;
  language: Language;
  kiosk: boolean;
  idleMs: number;
  about: string | null;
  /** The partner's logo, or null. */
  logo: string | null;
  /** Whether a plan can be texted. */
  texting: boolean;
  /** A partner's own first questions, by language. */
  starters: (language: Language) => string[] | null;
  /** Moves the focus to where one goes on. */
  focus: () => void;
  /** Given where the panel can be closed. */
  onClose?: () => void;
  onLanguage: (language: Language) => void;
  onForget: () => void;
}

export class Panel implements ConversationView {
  readonly question = new Question();
  readonly root: HTMLElement;
  readonly conversation: Conversation;
  readonly composer = new Composer((text) => this.conversation.send(text));
  readonly menu = new Menu();
  private sheets: { reports: ReportSheet; plan: PlanSheet } | null = null;
  private readonly status = new StatusLine(() => this.conversation.wake());
  readonly transcript: Transcript;
  private readonly latest = h("button", { type: "button", class: "button latest", hidden: true, onclick: () => this.showLatest() });
  private readonly switcher = h("button", { type: "button", class: "switch", onclick: () => this.switchLanguage() });
  private readonly closer = h("button", { type: "button", class: "icon", onclick: () => this.options.onClose?.() }, icon("close"));
  private readonly subtitle = h("span", { class: "sub" });
  private language: Language;
  private opened = false;

  constructor(
    api: ChatApi,
    private readonly keeper: SessionKeeper,
    private readonly options: PanelOptions,
  ) {
    this.language = keeper.read().language ?? options.language;
    const place = { base: api.base, kiosk: options.kiosk, leaveQuickly: () => this.leaveQuickly() };
    this.transcript = new Transcript(options.name, place, this.toolsPort(), (choice) => this.conversation.send(choice.label, choice.value),
      (isBehind) => (this.latest.hidden = !isBehind));
    this.conversation = new Conversation(api, keeper, this, this.language, options);
    const title = h("p", { class: "name" }, h("strong", {}, options.name), this.subtitle);
    this.root = h("div", { class: "panel", tabindex: -1 },
      h("div", { class: "top" }, this.mark(api.base), title, this.switcher, this.menu.root, options.onClose && this.closer),
      h("div", { class: "middle" }, this.transcript.root, this.latest),
      this.status.root, this.composer.root, this.question.root);
    this.relabel();
  }

  /** Begins, or goes on with, the conversation; safe to call again. */
  open(): void {
    if (!this.opened) this.conversation.open();
    this.opened = true;
  }

  ask(text: string): void {
    this.open();
    this.conversation.send(text);
  }

  setLanguage(language: Language): void {
    if (language === this.language) return;
    this.language = language;
    this.relabel();
    if (this.opened) this.conversation.changeLanguage(language, words[language].request);
  }

  /** For a kiosk about to begin again: no request goes out. */
  setLanguageSilently(language: Language): void {
    this.follow(language);
    this.conversation.useLanguage(language);
  }

  dispose(): void {
    this.status.stop();
    this.conversation.dispose();
  }

  // What the conversation tells.

  started(notice: string, replies: Reply[], language: Language, history: boolean): void {
    this.follow(language);
    this.transcript.queue.querySelector(".restart")?.remove();
    this.transcript.showNotice(notice, language);
    this.transcript.answered(null, replies, null, language, history);
    const begins = !this.conversation.used && !replies.some((reply) => reply.choices.length);
    this.transcript.offerStarters(begins ? (this.options.starters(language) ?? words[language].starters) : [], language, (question) => {
      this.conversation.send(question);
      this.options.focus(); // the button that had the focus is gone
    });
  }

  said(message: Outgoing, language: Language, delivered: boolean, history: boolean): void {
    this.transcript.said(message, language, delivered, history);
  }

  answered(id: string | null, replies: Reply[], understanding: Understanding | null, history: boolean): void {
    const language = understanding?.language ?? this.language;
    this.transcript.answered(id, replies, understanding, language, history);
    this.follow(language);
  }

  refused(message: Outgoing, _code: string): void {
    this.transcript.refused(message.id, words[this.language].refusedText, this.language);
    this.composer.giveBack(message.text);
  }

  line(state: LineState): void {
    this.transcript.typing.hidden = !state.working;
    this.transcript.mark(state.reason ? words[this.language].unsent : "");
    this.status.show(state);
    if (state.working || state.reason) this.transcript.keepUp();
  }

  ended(why: "gone" | "idle", goesOn: boolean): void {
    this.transcript.note(words[this.language][why], this.language);
    if (goesOn) return;
    const again = h("button", { type: "button", class: "button restart", onclick: () => {
      this.composer.box.focus();
      this.conversation.open();
    } }, words[this.language].startOver);
    this.transcript.queue.replaceChildren(again);
  }

  wiped(): void {
    this.transcript.clear();
    this.latest.hidden = true;
  }

  // What the learner asks for.

  async forget(everything: boolean): Promise<void> {
    this.composer.clear();
    const done = this.conversation.forget();
    if (everything) {
      this.opened = false;
      this.options.onForget();
    } else this.conversation.open();
    const say = words[this.language];
    this.status.flash((await done) ? say.erased : say.erasedLater);
  }

  // What the learner does with an answer.

  private toolsPort(): ToolsPort {
    const kept = () => this.keeper.read();
    return {
      rate: (id, rating) => this.conversation.rate(id, rating),
      isRated: (id) => kept().rated.includes(id),
      isKept: (id) => kept().plan.includes(id),
      keep: (id) => {
        const { plan } = kept();
        const now = !plan.includes(id);
        this.keeper.update({ plan: now ? [...plan, id] : plan.filter((other) => other !== id) });
        this.relabelMenu();
        return now;
      },
      copy: (id) => void this.copy(this.transcript.textOf(id)),
      report: (id) => void this.report(id),
    };
  }

  /** The sheets, put in place when first asked for. */
  private async ready(): Promise<{ parts: Later; reports: ReportSheet; plan: PlanSheet }> {
    const parts = await later;
    if (!this.sheets) {
      this.sheets = { reports: new parts.ReportSheet(), plan: new parts.PlanSheet() };
      this.root.append(this.sheets.reports.root, this.sheets.plan.root);
    }
    return { parts, ...this.sheets };
  }

  private async report(id: string): Promise<void> {
    const { parts, reports } = await this.ready();
    const say = parts.words[this.language];
    reports.open(this.transcript.cardTitles(id), this.language, async (report) => {
      const noted = await this.conversation.report(id, report);
      if (noted.replies.length) this.transcript.answered(null, noted.replies, null, this.language, false);
      else this.status.flash(report.note && !noted.note_kept ? say.reportedBare : say.reported);
    });
  }

  private async openPlan(): Promise<void> {
    const { parts, plan } = await this.ready();
    const say = { ...words[this.language], ...parts.words[this.language] };
    const ids = () => this.keeper.read().plan.filter((id) => this.transcript.titleOf(id) !== null);
    const text = () => `${say.plan} – ${this.options.name}\n\n${ids().map((id) => this.transcript.textOf(id)).join("\n") || this.transcript.text()}\n${say.planFoot}\n`;
    const port: PlanPort = {
      title: say.plan,
      copied: say.copied,
      items: () => ids().map((id) => ({ id, title: this.transcript.titleOf(id)! })),
      remove: (id) => {
        this.keeper.update({ plan: this.keeper.read().plan.filter((other) => other !== id) });
        this.transcript.unkeep(id);
        this.relabelMenu();
      },
      print: () => parts.printOut(`${say.plan} – ${this.options.name}`, this.language, ids().length ? ids().map((id) => this.transcript.answer(id)) : [this.transcript.whole()], say.planFoot),
      download: () => download(text(), say.planFile),
      copy: () => copied(text()),
      text: this.options.texting ? (phone) => this.conversation.text(phone, ids()).catch((fault: unknown) => {
        throw fault instanceof Fault && fault.kind === "refused" ? "phone" : fault instanceof Fault && fault.reason === "slow_down" ? "often" : fault;
      }) : null,
    };
    plan.open(this.language, this.options.kiosk, port);
  }

  private mark(base: string): HTMLElement {
    const own = () => h("span", { class: "mark" }, icon("trail"));
    const { logo } = this.options;
    if (!logo) return own();
    // Where the page's policy forbids the picture, our own mark stands in.
    const picture = h("img", { class: "mark logo", src: new URL(logo, base).href, alt: "", onerror: () => picture.replaceWith(own()) });
    return picture;
  }

  private leaveQuickly(): void {
    this.conversation.vanish();
    try {
      (window.top ?? window).location.replace(ELSEWHERE);
    } catch {
      location.replace(ELSEWHERE);
    }
  }

  private switchLanguage(): void {
    this.setLanguage(other(this.language));
  }

  /** The widget speaks the language of the last answer. */
  private follow(language: Language): void {
    if (language === this.language) return;
    this.language = language;
    this.relabel();
  }

  private showLatest(): void {
    this.transcript.toEnd();
    this.latest.hidden = true;
    this.transcript.root.focus();
  }

  private relabel(): void {
    const say = words[this.language];
    this.root.lang = this.language;
    this.subtitle.textContent = say.subtitle;
    this.switcher.textContent = say.other;
    this.switcher.lang = other(this.language);
    this.switcher.setAttribute("aria-label", say.otherLabel);
    this.closer.setAttribute("aria-label", say.close);
    this.closer.title = say.close;
    this.latest.replaceChildren(icon("down"), say.latest);
    this.transcript.relabel(this.language);
    this.composer.relabel(this.language);
    this.status.relabel(this.language);
    this.relabelMenu();
    this.options.onLanguage(this.language);
  }

  private relabelMenu(): void {
    const say = words[this.language];
    const keep = { label: say.keep, run: () => undefined };
    const ask = (text: string, label: string, everything: boolean) => () =>
      this.question.ask(text, { label, run: () => void this.forget(everything) }, keep);
    const { kiosk, texting } = this.options;
    this.menu.relabel(say.menu, [
      { label: say.person, run: () => this.ask(say.personAsk) },
      ...(kiosk && !texting ? [] : [{ label: say.planCount(this.keeper.read().plan.length), run: () => void this.openPlan() }]),
      { label: say.clear, run: ask(say.clearAsk, say.clearYes, false) },
      ...(kiosk ? [] : [
        { label: say.forget, run: ask(say.forgetAsk, say.forgetYes, true) },
        { label: say.save, run: () => this.save() },
        { label: say.copy, run: () => void this.copy(this.transcript.text()) },
      ]),
    ]);
  }

  private save(): void {
    download(this.transcript.text(), words[this.language].fileName);
  }

  private async copy(text: string): Promise<void> {
    if (await copied(text)) this.status.flash(words[this.language].copied);
    else download(text, words[this.language].fileName); // the page may not use the clipboard
  }
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function copied(text: string): Promise<boolean> {
  return Promise.resolve().then(() => navigator.clipboard.writeText(text)).then(() => true, () => false);
}
