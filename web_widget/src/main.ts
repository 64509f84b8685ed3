/** Registers `<sendero-chat>`. Loaded by the loader on the first click or when the page is idle. */

import { SenderoChat } from "./chat-element.ts";

const script = document.currentScript as HTMLScriptElement | null;
// Written into a page (data-base), it says itself where the service is; else it is where the script came from.
if (script) SenderoChat.base = new URL(script.dataset.base ?? "../", script.src || location.href).href;
if (!customElements.get("sendero-chat")) customElements.define("sendero-chat", SenderoChat);
