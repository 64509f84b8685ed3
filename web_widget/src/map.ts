/**
 * A pathway's map: a picture one can pan (by scrolling, dragging or arrow keys) and zoom. The card's list beside it says the
 * same in words, so the picture is never the only way to know; where a page's policy forbids it, the list stands alone.
 */

import { h, icon } from "./dom.ts";
import { laterWords } from "./later-words.ts";
import type { Language } from "./wire.ts";

const SCALES = [1, 1.5, 2, 3, 4];

export function pathMap(src: string, title: string, language: Language): HTMLElement {
  const say = laterWords[language];
  const image = h("img", { src, alt: say.mapAlt(title), loading: "lazy", draggable: "false", onerror: () => figure.remove() });
  const view = h("div", { class: "map-view", tabindex: 0, role: "group", "aria-label": say.mapMove }, image);
  const said = h("span", { class: "vh", role: "status" });
  const button = (label: string, name: "plus" | "minus", by: number) =>
    h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: () => zoom(by) }, icon(name));
  const out = button(say.zoomOut, "minus", -1);
  const into = button(say.zoomIn, "plus", 1);
  let step = 0;

  function zoom(by: number): void {
    const middle = [(view.scrollLeft + view.clientWidth / 2) / view.scrollWidth, (view.scrollTop + view.clientHeight / 2) / view.scrollHeight] as const;
    step = Math.min(Math.max(step + by, 0), SCALES.length - 1);
    image.style.width = `${SCALES[step]! * 100}%`;
    // What was in the middle stays there.
    view.scrollTo(middle[0] * view.scrollWidth - view.clientWidth / 2, middle[1] * view.scrollHeight - view.clientHeight / 2);
    out.setAttribute("aria-disabled", String(step === 0));
    into.setAttribute("aria-disabled", String(step === SCALES.length - 1));
    if (by) said.textContent = `${SCALES[step]! * 100}%`;
  }

  let from: { x: number; y: number; left: number; top: number } | null = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return; // fingers scroll by themselves
    from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener("pointermove", (event) => {
    if (from) view.scrollTo(from.left + from.x - event.clientX, from.top + from.y - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"] as const) view.addEventListener(end, () => (from = null));

  const figure = h("figure", { class: "map" }, view, h("div", { class: "zoom" }, out, into, said));
  zoom(0);
  return figure;
}
