/**
 * The visible conversation. Three parts in reading order: history (never announced), the log (role=log, each addition
 * announced once) and the queue of what the learner said that is not answered yet. An answered message moves from the
 * queue into the log right before its answer, so what is read, and what is seen, is in the server's order.
 */

import type { Outgoing } from "./api.ts";
import { type CardPlace, cardOf } from "./cards.ts";
import { h, hidden } from "./dom.ts";
import { linked } from "./links.ts";
import { later } from "./later.ts";
import type { ToolsPort } from "./tools.ts";
import type { Choice, Language, Reply, Understanding } from "./wire.ts";
import { words } from "./words.ts";

/** When what one may do with an answer is shown: after a screen reader has been told of the answer, without it. */
const TOOLS_AFTER = 500;
/** Shorter answers without a card are small talk: nothing to rate, keep or correct. */
const SUBSTANTIAL = 60;

/** How close to the end still counts as reading along, in px. */
const NEAR = 80;

export class Transcript {
  readonly notice = h("div", { class: "notice", hidden: true });
  readonly history = h("div", { class: "history", role: "group", hidden: true });
  readonly log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
  readonly queue = h("div", { class: "queue" });
  /** What one might ask first; gone with the first message. */
  readonly starters = h("div", { class: "starters", role: "group", hidden: true });
  readonly typing = h("div", { class: "typing", "aria-hidden": "true", hidden: true }, h("i"), h("i"), h("i"));
  readonly root = h("div", { class: "scroll", tabindex: 0, role: "region", onscroll: () => this.noticeScroll(),
    onwheel: () => this.moved(), ontouchmove: () => this.moved(), onkeydown: () => this.moved() },
    this.notice, this.history, this.log, this.starters, this.queue, this.typing);

  /** Whether the view goes along with what comes; reading further up stops that. */
  private following = true;

  constructor(
    private readonly name: string,
    private readonly place: CardPlace,
    private readonly tools: ToolsPort,
    private readonly choose: (choice: Choice) => void,
    private readonly behind: (isBehind: boolean) => void,
  ) {}

  relabel(language: Language): void {
    const say = words[language];
    this.root.setAttribute("aria-label", say.transcript);
    this.log.setAttribute("aria-label", say.chat);
    this.history.setAttribute("aria-label", say.earlier);
  }

  showNotice(text: string, language: Language): void {
    this.notice.hidden = !text;
    this.notice.lang = language;
    this.notice.replaceChildren(h("p", {}, ...linked(text, !this.place.kiosk)));
  }

  offerStarters(questions: readonly string[], language: Language, ask: (question: string) => void): void {
    this.starters.hidden = questions.length === 0;
    this.starters.lang = language;
    this.starters.setAttribute("aria-label", words[language].startersLabel);
    this.starters.replaceChildren(...questions.map((question) =>
      h("button", { type: "button", class: "button choice", onclick: () => ask(question) }, question)));
  }

  said(message: Outgoing, language: Language, delivered: boolean, history: boolean): void {
    this.starters.hidden = true;
    const element = h("div", { class: "message mine", lang: language, "data-id": message.id },
      hidden(`${words[language].you} `), h("p", { class: "said" }, ...unmasked(message.text, language)));
    if (delivered) this.add([element], history);
    else {
      element.append(h("span", { class: "state", "aria-hidden": "true" }));
      this.queue.append(element);
      if (!history) this.toEnd();
    }
  }

  /** What waits is marked as such, in words; what is merely on its way is not. */
  mark(label: string): void {
    for (const state of this.queue.querySelectorAll(".state")) state.textContent = label;
  }

  answered(id: string | null, replies: Reply[], understanding: Understanding | null, language: Language, history: boolean): void {
    const mine = this.take(id);
    mine?.setAttribute("lang", language);
    this.typing.hidden = true;
    const theirs = replies.map((reply) => this.reply(reply, language));
    if (id) for (const message of theirs) message.dataset.turn = id;
    if (id && understanding?.outcome === "answered" && replies.some(substantial)) this.offerTools(id, theirs.at(-1)!, language, history);
    this.add([mine, ...theirs], history);
  }

  /** The answer to message `id`, as shown: copies without what is only for acting on it. */
  answer(id: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(`[data-turn="${CSS.escape(id)}"]`)].map((element) => {
      const copy = element.cloneNode(true) as HTMLElement;
      for (const out of copy.querySelectorAll(".choices, .tools-place, .zoom")) out.remove();
      return copy;
    });
  }

  /** What an answer is called in a list: its first card, else its first words. */
  titleOf(id: string): string | null {
    const [first] = this.answer(id);
    if (!first) return null;
    const title = first.querySelector(".title")?.textContent ?? first.querySelector(".said")?.textContent ?? "";
    return title.length > 80 ? `${title.slice(0, 79)}…` : title;
  }

  cardTitles(id: string): string[] {
    return this.answer(id).flatMap((element) => [...element.querySelectorAll(".card .title")].map((title) => title.textContent!));
  }

  /** The bookmark of an answer taken out of the plan elsewhere. */
  unkeep(id: string): void {
    const button = this.root.querySelector(`[data-turn="${CSS.escape(id)}"] .tools [aria-pressed]`);
    button?.setAttribute("aria-pressed", "false");
    button?.classList.remove("on");
  }

  /** The whole conversation as copies, for printing. */
  whole(): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(".message, .note")].map((element) => element.cloneNode(true) as HTMLElement);
  }

  textOf(id: string): string {
    return this.answer(id).map(plain).filter(Boolean).join("\n\n") + "\n";
  }

  private offerTools(id: string, message: HTMLElement, language: Language, history: boolean): void {
    // There from the start, so that nothing moves; unseen by eyes and screen readers until the answer has been told.
    const place = h("div", { class: "tools-place", "aria-live": "off" });
    void later.then(({ toolsOf }) => place.append(toolsOf(id, language, this.place.kiosk, this.tools)));
    const choices = message.querySelector(".choices");
    if (choices) choices.before(place);
    else message.append(place);
    if (history) return;
    place.classList.add("later");
    setTimeout(() => place.classList.remove("later"), TOOLS_AFTER);
  }

  refused(id: string, note: string, language: Language): void {
    this.add([this.take(id)], false);
    this.note(note, language);
  }

  /** A line of the widget's own, such as "your earlier chat had ended". */
  note(text: string, language: Language): void {
    this.add([h("p", { class: "note", lang: language }, text)], false);
  }

  /** What was read is history: showing the panel again must not read it again. */
  settle(): void {
    if (!this.log.hasChildNodes()) return;
    this.history.append(...this.log.childNodes);
    this.history.hidden = false;
  }

  clear(): void {
    this.notice.hidden = this.history.hidden = this.starters.hidden = true;
    for (const part of [this.notice, this.history, this.log, this.queue]) part.replaceChildren();
    this.typing.hidden = true;
  }

  /** What is said below the transcript takes room from it: the end stays in view for those who were there. */
  keepUp(): void {
    if (this.following) this.toEnd();
  }

  toEnd(): void {
    this.following = true;
    this.root.scrollTop = this.root.scrollHeight;
  }

  /** The conversation as plain text, for saving or copying. */
  text(): string {
    const blocks = [...this.root.querySelectorAll<HTMLElement>(".notice, .message, .note")];
    return blocks.map(plain).filter(Boolean).join("\n\n") + "\n";
  }

  private take(id: string | null): HTMLElement | null {
    const mine = id && this.queue.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    if (!mine) return null;
    mine.querySelector(".state")?.remove();
    mine.remove();
    return mine;
  }

  private reply(reply: Reply, language: Language): HTMLElement {
    const message = h("div", { class: "message theirs", lang: language }, hidden(`${this.name}: `));
    const paragraphs = reply.text.split(/\n+/).filter((line) => line.trim());
    if (paragraphs.length)
      message.append(h("div", { class: "said" }, ...paragraphs.map((line) => h("p", {}, ...linked(line, !this.place.kiosk)))));
    message.append(...reply.cards.map((card) => cardOf(card, language, this.place)));
    if (reply.choices.length) {
      const buttons = reply.choices.map((choice) =>
        h("button", { type: "button", class: "button choice", onclick: (event: MouseEvent) => {
          (event.currentTarget as HTMLElement).classList.add("chosen");
          this.choose(choice);
        } }, choice.label));
      message.append(h("div", { class: "choices", role: "group", "aria-label": words[language].choices }, ...buttons));
    }
    return message;
  }

  private add(elements: (HTMLElement | null)[], history: boolean): void {
    const real = elements.filter((element): element is HTMLElement => element !== null);
    (history ? this.history : this.log).append(...real);
    if (history) this.history.hidden = false;
    if (history) return this.toEnd();
    const first = real[0];
    if (!first) return;
    if (!this.following) return this.behind(true);
    // A long answer is shown from its question on, a short one with everything above it that fits.
    this.root.scrollTop = first.offsetTop - 12;
  }

  private isNear(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** The learner scrolled; where to, the next frame knows. */
  private moved(): void {
    requestAnimationFrame(() => (this.following = this.isNear()));
  }

  private noticeScroll(): void {
    if (!this.isNear()) return;
    this.following = true;
    this.behind(false);
  }
}

function substantial(reply: Reply): boolean {
  return reply.cards.some((card) => card.kind !== "hotline" && card.kind !== "survey") || (reply.cards.length === 0 && reply.text.length > SUBSTANTIAL);
}

/** An element's words as lines, each link with its address. */
function plain(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const out of copy.querySelectorAll(".choices, .tools-place, .state, .map, .tab, .leave, svg")) out.remove();
  for (const link of copy.querySelectorAll("a")) {
    const address = link.getAttribute("href")!;
    if (address.startsWith("http") && !address.includes(link.textContent!)) link.append(` ${address}`);
  }
  for (const block of copy.querySelectorAll("p, li, tr, .button")) block.append("\n");
  for (const cell of copy.querySelectorAll("th, td")) cell.append("  ");
  return copy.textContent!.replace(/\n{2,}/g, "\n").trim();
}

/** A restored message comes back without its personal data: "<PERSON>" is shown as dots that say so. */
function unmasked(text: string, language: Language): (Node | string)[] {
  const parts = text.split(/<[A-Z][A-Z_0-9]*>/);
  return parts.flatMap((part, i) =>
    i === 0 ? [part] : [h("span", { class: "masked", title: words[language].notKept }, "•••"), part]);
}
