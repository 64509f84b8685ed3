/** The options behind the three dots, as a plain disclosure of buttons, and a modal question before anything is erased. */

import { h, icon } from "./dom.ts";

export interface MenuItem {
  label: string;
  run: () => void;
  quiet?: boolean;
}

let made = 0;

export class Menu {
  private readonly list = h("div", { class: "menu", id: `menu-${(made += 1)}`, hidden: true });
  readonly button = h("button", { type: "button", class: "icon", "aria-expanded": "false", "aria-controls": this.list.id,
    onclick: () => this.toggle(this.list.hidden) }, icon("menu"));
  readonly root = h("div", { class: "menu-place", onfocusout: (event: FocusEvent) => this.left(event) }, this.button, this.list);

  relabel(label: string, items: MenuItem[]): void {
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
    this.list.replaceChildren(...items.map((item) =>
      h("button", { type: "button", onclick: () => {
        this.toggle(false);
        this.button.focus();
        item.run();
      } }, item.label)));
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  toggle(open: boolean): void {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
  }

  /** True if there was something to close. */
  escape(): boolean {
    if (!this.isOpen) return false;
    this.toggle(false);
    this.button.focus();
    return true;
  }

  private left(event: FocusEvent): void {
    if (!this.root.contains(event.relatedTarget as Node | null)) this.toggle(false);
  }
}

/** A question in a modal dialog: native, so focus goes in and comes back by itself. */
export class Question {
  private readonly text = h("p", { id: `question-${(made += 1)}` });
  private readonly buttons = h("div", { class: "ways" });
  readonly root = h("dialog", { class: "ask", "aria-labelledby": this.text.id, onclose: () => this.closed?.() }, this.text, this.buttons);
  private closed: (() => void) | undefined;
  private yes: (() => void) | undefined;

  get isOpen(): boolean {
    return this.root.open;
  }

  /** Asks; the first button does it, the second, like Escape, does not. */
  ask(text: string, yes: MenuItem, no: MenuItem): void {
    this.text.textContent = text;
    let answer = no.run;
    this.closed = () => {
      this.closed = undefined;
      answer();
    };
    const done = (run: () => void) => () => {
      answer = run;
      this.root.close();
    };
    this.yes = done(yes.run);
    this.buttons.replaceChildren(
      h("button", { type: "button", class: "button", autofocus: true, onclick: done(no.run) }, no.label),
      h("button", { type: "button", class: "button strong", onclick: this.yes }, yes.label),
    );
    if (!this.root.open) this.root.showModal();
  }

  say(text: string): void {
    this.text.textContent = text;
  }

  /** As if the first had been pressed. */
  answerYes(): void {
    this.yes?.();
  }
}
