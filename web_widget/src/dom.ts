/**
 * Builds DOM nodes. Text is always text: nothing here, or anywhere in the widget, parses HTML, so neither a learner's
 * words nor a record's can become markup, and the page's Trusted Types policy has nothing to object to.
 */

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

/** `h("button", { class: "send", onclick: send }, "Send")`; null, undefined and false leave an attribute out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value as unknown as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  // A trail that winds upwards: "sendero".
  trail: "M6 21c0-4 12-3.5 12-8S7 9.5 7 6a3 3 0 0 1 6 0",
  chat: "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1A1.5 1.5 0 0 1 4 14.5zM8 8.5h8M8 12h5",
  send: "M5 12h13M12.5 5.5 19 12l-6.5 6.5",
  close: "m6 6 12 12M18 6 6 18",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  down: "M12 5v13M6 12.5l6 6 6-6",
  phone: "M6 4h3l2 5-2.5 1.5a10 10 0 0 0 5 5L15 13l5 2v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  leave: "M14 5h5v14h-5M4 12h10M10 8l4 4-4 4",
  program: "M3 9l9-4 9 4-9 4zM7 11v4.5c3 2 7 2 10 0V11",
  role: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  credential: "M12 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM9 13.5 8 21l4-2 4 2-1-7.5",
  pathway: "M5 19h5v-5h5V9h4",
  support: "M12 20S4 15 4 9.5A4 4 0 0 1 12 8a4 4 0 0 1 8 1.5C20 15 12 20 12 20z",
  yes: "M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2.6 2.4L13 10h5a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 16.8 20H7",
  no: "M7 13V4H4v9zM7 13l4 7a2 2 0 0 0 2.6-2.4L13 14h5a2 2 0 0 0 2-2.4l-1.2-6A2 2 0 0 0 16.8 4H7",
  save: "M7 4h10v16l-5-4-5 4z",
  copy: "M9 9h10v11H9zM15 6V4H5v11h2",
  report: "M6 21V4M6 5h11l-2 4 2 4H6",
  plus: "M6 12h12M12 6v12",
  minus: "M6 12h12",
  place: "M12 21s7-6 7-11a7 7 0 0 0-14 0c0 5 7 11 7 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
} as const;

export type IconName = keyof typeof PATHS;

/** A decorative line icon; the words beside it carry the meaning. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }))
    svg.setAttribute(key, value);
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** "(opens in a new tab)", for screen readers; left out where a chat is saved as text. */
export function newTab(text: string): HTMLSpanElement {
  return h("span", { class: "vh tab" }, ` ${text}`);
}

/** Text for screen readers alone. */
export function hidden(text: string, lang?: string): HTMLSpanElement {
  return h("span", { class: "vh", lang }, text);
}
