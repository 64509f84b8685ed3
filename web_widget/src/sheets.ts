/** Modal sheets with a form in them: reporting a mistake, and the plan one keeps. Native dialogs: focus goes in and comes back. */

import { h } from "./dom.ts";
import type { Language } from "./wire.ts";
import { laterWords } from "./later-words.ts";

let made = 0;

/** A modal dialog with a title, a body made anew each time, and a line for what went wrong or well. */
class Sheet {
  protected readonly title = h("h2", { id: `sheet-${(made += 1)}` });
  protected readonly body = h("div", { class: "sheet-body" });
  protected readonly said = h("p", { class: "sheet-said", role: "status" });
  readonly root = h("dialog", { class: "ask sheet", "aria-labelledby": this.title.id }, this.title, this.body, this.said);

  protected show(title: string, language: Language, ...content: (Node | string | false)[]): void {
    this.title.textContent = title;
    this.root.lang = language;
    this.said.textContent = "";
    this.body.replaceChildren(...content.filter((part): part is Node | string => part !== false));
    if (!this.root.open) this.root.showModal();
  }

  close(): void {
    this.root.close();
  }
}

export type ReportReason = "wrong_fact" | "out_of_date" | "broken_link" | "unclear" | "something_else";
export interface Report {
  reason: ReportReason;
  note: string;
  card: number | null;
}

export class ReportSheet extends Sheet {
  /** `send` resolves with a word to say, or null when all is said elsewhere; it rejects when the line is bad. */
  open(cards: string[], language: Language, send: (report: Report) => Promise<void>): void {
    const say = laterWords[language];
    const name = `reason-${(made += 1)}`;
    const reasons: [ReportReason, string][] = [
      ["wrong_fact", say.wrongFact], ["out_of_date", say.outOfDate], ["broken_link", say.brokenLink], ["unclear", say.unclear], ["something_else", say.somethingElse],
    ];
    const about = h("select", {}, h("option", { value: "" }, say.wholeAnswer), ...cards.map((title, i) => h("option", { value: i }, title)));
    const note = h("textarea", { rows: 3, maxlength: 500 });
    const choose = h("fieldset", {}, h("legend", {}, say.whatIsWrong), ...reasons.map(([value, label]) =>
      h("label", { class: "option" }, h("input", { type: "radio", name, value, required: true }), label)));
    const submit = h("button", { type: "submit", class: "button strong" }, say.sendReport);
    const form = h("form", { onsubmit: (event: SubmitEvent) => {
      event.preventDefault();
      const reason = new FormData(form).get(name) as ReportReason | null;
      if (!reason) return;
      submit.disabled = true;
      send({ reason, note: note.value.trim(), card: about.value === "" ? null : Number(about.value) })
        .then(() => this.close(), () => (this.said.textContent = say.notSent))
        .finally(() => (submit.disabled = false));
    } },
      cards.length > 1 && h("label", {}, say.about, about), choose,
      h("label", {}, say.note, note), h("p", { class: "small" }, say.noteHint),
      h("div", { class: "ways" }, h("button", { type: "button", class: "button", onclick: () => this.close() }, say.cancel), submit));
    this.show(say.report, language, form);
  }
}

export interface PlanItem {
  id: string;
  title: string;
}

export interface PlanPort {
  title: string;
  /** What is said when the plan was copied. */
  copied: string;
  items(): PlanItem[];
  remove(id: string): void;
  print(): boolean;
  download(): void;
  copy(): Promise<boolean>;
  /** Sends the plan to a phone; rejects with a reason: "phone" for a number that is none, else the line is bad. */
  text: ((phone: string) => Promise<void>) | null;
}

export class PlanSheet extends Sheet {
  open(language: Language, kiosk: boolean, port: PlanPort): void {
    const say = laterWords[language];
    const items = port.items();
    const list = h("ul", { class: "plan", role: "list" }, ...items.map((item) => {
      const remove = h("button", { type: "button", class: "button quiet", "aria-label": `${say.remove}: ${item.title}`, onclick: () => {
        port.remove(item.id);
        this.open(language, kiosk, port);
        (this.root.querySelector<HTMLElement>(".plan button, .ways button") ?? this.root).focus();
      } }, say.remove);
      return h("li", {}, h("span", {}, item.title), remove);
    }));
    const action = (label: string, run: () => void) => h("button", { type: "button", class: "button", onclick: run }, label);
    const ways = kiosk ? [] : [
      action(say.print, () => port.print() || port.download()),
      action(say.download, () => port.download()),
      action(say.copyPlan, () => void port.copy().then((done) => (done ? (this.said.textContent = port.copied) : port.download()))),
    ];
    this.show(port.title, language,
      items.length ? list : h("p", {}, say.planEmpty),
      h("div", { class: "ways" }, ...ways),
      port.text !== null && items.length > 0 && this.phone(language, port.text),
      h("div", { class: "ways" }, h("button", { type: "button", class: "button strong", onclick: () => this.close() }, say.done2)));
  }

  private phone(language: Language, text: (phone: string) => Promise<void>): HTMLElement {
    const say = laterWords[language];
    const number = h("input", { type: "tel", autocomplete: "tel", inputmode: "tel", required: true, maxlength: 24 });
    const consent = h("input", { type: "checkbox", required: true });
    const submit = h("button", { type: "submit", class: "button" }, say.textMe);
    return h("form", { class: "texting", onsubmit: (event: SubmitEvent) => {
      event.preventDefault();
      submit.disabled = true;
      text(number.value)
        .then(() => {
          number.value = "";
          consent.checked = false;
          this.said.textContent = say.textSent;
        }, (reason: unknown) => (this.said.textContent = reason === "phone" ? say.badPhone : reason === "often" ? say.tooOften : say.notSent))
        .finally(() => (submit.disabled = false));
    } },
      h("label", {}, say.phone, number),
      h("label", { class: "option" }, consent, say.consent), submit);
  }
}
