/** The second script: hands its parts to the chat, which the first one has registered. */

import type { SenderoChat } from "./chat-element.ts";
import { KioskTimer } from "./kiosk.ts";
import css from "./later.css";
import { laterWords } from "./later-words.ts";
import { pathMap } from "./map.ts";
import { printOut } from "./printing.ts";
import { PlanSheet, ReportSheet } from "./sheets.ts";
import { toolsOf } from "./tools.ts";

const parts = { css, words: laterWords, KioskTimer, PlanSheet, ReportSheet, pathMap, printOut, toolsOf };
export type Later = typeof parts;

(customElements.get("sendero-chat") as typeof SenderoChat | undefined)?.complete(parts);
