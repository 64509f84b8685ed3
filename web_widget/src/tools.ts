/**
 * What one may do with an answer besides reading it: say whether it was useful, keep it, copy it, report a mistake in it.
 * The row stands in a part of the message that is never announced: a screen reader finds it when it goes there.
 */

import { h, icon, type IconName } from "./dom.ts";
import type { Language } from "./wire.ts";
import { laterWords } from "./later-words.ts";

export type Rating = "useful" | "unclear" | "wrong" | "off_topic" | "too_long" | "not_useful";

export interface ToolsPort {
  rate(id: string, rating: Rating): void;
  isRated(id: string): boolean;
  /** Keeps the answer in the plan, or takes it out; gives whether it is in now. */
  keep(id: string): boolean;
  isKept(id: string): boolean;
  copy(id: string): void;
  report(id: string): void;
}

/** How long "no" waits for its reason. */
const PATIENCE = 20_000;

export function toolsOf(id: string, language: Language, kiosk: boolean, port: ToolsPort): HTMLElement {
  const say = laterWords[language];
  const row = h("div", { class: "tools", role: "group", "aria-label": say.tools });
  const tool = (label: string, name: IconName, run: (button: HTMLElement) => void) => {
    const button: HTMLElement = h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: () => run(button) }, icon(name));
    return button;
  };

  const asking = h("span", { class: "asking" });
  function thanks(): void {
    const said = h("span", { tabindex: -1, role: "status" }, say.thanks);
    asking.replaceChildren(said);
    said.focus({ preventScroll: true }); // the button that had the focus is gone
  }
  function reasons(): void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const because = (rating: Rating) => {
      clearTimeout(waiting);
      port.rate(id, rating);
      thanks();
      if (rating === "wrong") port.report(id);
    };
    const list: [Rating, string][] = [["unclear", say.unclear], ["wrong", say.wrong], ["off_topic", say.offTopic], ["too_long", say.tooLong], ["not_useful", say.otherReason]];
    const buttons = list.map(([rating, label]) => h("button", { type: "button", class: "button quiet", onclick: () => because(rating) }, label));
    asking.replaceChildren(h("span", { role: "group", class: "reasons", "aria-label": say.why }, h("span", { "aria-hidden": "true" }, say.why), ...buttons));
    buttons[0]!.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    waiting = setTimeout(() => asking.contains(buttons[0]!) && because("not_useful"), PATIENCE);
  }
  if (!port.isRated(id)) {
    asking.append(
      h("span", { "aria-hidden": "true" }, say.useful),
      tool(`${say.useful} ${say.yes}`, "yes", () => {
        port.rate(id, "useful");
        thanks();
      }),
      tool(`${say.useful} ${say.no}`, "no", reasons),
    );
  }
  const keep = tool(say.keepAnswer, "save", (button) => pressed(button, port.keep(id)));
  const pressed = (button: HTMLElement, kept: boolean) => {
    button.setAttribute("aria-pressed", String(kept));
    button.classList.toggle("on", kept);
  };
  pressed(keep, port.isKept(id));
  row.append(asking, h("span", { class: "doing" }, keep, !kiosk && tool(say.copyAnswer, "copy", () => port.copy(id)), tool(say.report, "report", () => port.report(id))));
  return row;
}
