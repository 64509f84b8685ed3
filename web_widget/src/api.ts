/**
 * Speaks HTTP with the chat API. Gives parsed answers or throws one `Fault` that says what a caller may do about it.
 * Never logs, never keeps a learner's words, sends no cookie.
 */

import type { Report } from "./sheets.ts";
import type { Rating } from "./tools.ts";
import type { Answered, Entry, Language, Noted, Problem, Started } from "./wire.ts";

/** `later`: worth another try. `gone`: this conversation is over. `refused`: this request will never be accepted. */
export type FaultKind = "later" | "gone" | "refused";
export type FaultReason = "unreachable" | "busy" | "slow_down" | "error";

export class Fault extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly reason: FaultReason,
    readonly code: string,
    /** Milliseconds the server asked us to wait, or null. */
    readonly retryAfter: number | null = null,
  ) {
    super(code);
  }
}

export interface Outgoing {
  id: string;
  text: string;
  choice?: string;
}

export interface Access {
  id: string;
  token: string;
}

type Fetch = (input: string, init: RequestInit) => Promise<Response>;

export class ChatApi {
  constructor(
    /** Ends with a slash; everything is resolved against it. */
    readonly base: string,
    private readonly fetcher: Fetch = (input, init) => fetch(input, init),
    private readonly timeout = 20_000,
  ) {}

  start(language: Language, site: string | null, about: string | null): Promise<Started> {
    return this.call("POST", "api/conversations", null, { channel: "web", language, site, about }) as Promise<Started>;
  }

  /** Counts an answer to "was this useful?". */
  async rate(access: Access, id: string, rating: Rating): Promise<void> {
    await this.call("POST", `${path(access)}/ratings`, access, { client_message_id: id, rating });
  }

  report(access: Access, id: string, report: Report): Promise<Noted> {
    return this.call("POST", `${path(access)}/reports`, access, { client_message_id: id, ...report }) as Promise<Noted>;
  }

  /** Texts the kept answers to a phone, once. */
  async text(access: Access, phone: string, ids: string[], language: Language): Promise<void> {
    await this.call("POST", `${path(access)}/texts`, access, { phone, client_message_ids: ids, language, consent: true });
  }

  send(access: Access, message: Outgoing): Promise<Answered> {
    const said = message.choice === undefined ? { text: message.text } : { choice: message.choice };
    return this.call("POST", `${path(access)}/messages`, access, {
      ...said,
      client_message_id: message.id,
    }) as Promise<Answered>;
  }

  async entries(access: Access, after: number): Promise<Entry[]> {
    const page = (await this.call("GET", `${path(access)}/messages?after=${after}`, access)) as { messages: Entry[] };
    return page.messages;
  }

  /** Forgets the conversation on the server; outlives the page that asks for it. */
  async forget(access: Access): Promise<void> {
    try {
      await this.call("DELETE", path(access), access);
    } catch (error) {
      if (!(error instanceof Fault && error.kind === "gone")) throw error;
    }
  }

  eventsUrl(access: Access): string {
    return new URL(`${path(access)}/events`, this.base).href.replace(/^http/, "ws");
  }

  private async call(method: string, where: string, access: Access | null, body?: object): Promise<unknown> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.timeout);
    try {
      const response = await this.fetcher(new URL(where, this.base).href, {
        method,
        credentials: "omit",
        cache: "no-store",
        keepalive: method === "DELETE",
        signal: abort.signal,
        headers: {
          ...(body ? { "Content-Type": "application/json" } : {}),
          ...(access ? { Authorization: `Bearer ${access.token}` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (!response.ok) throw await faultOf(response, access !== null);
      return response.status === 204 || response.status === 202 ? null : await response.json();
    } catch (error) {
      // A body cut off half-way fails in json(): the same as no answer at all.
      throw error instanceof Fault ? error : new Fault("later", "unreachable", "unreachable");
    } finally {
      clearTimeout(timer);
    }
  }
}

function path(access: Access): string {
  return `api/conversations/${encodeURIComponent(access.id)}`;
}

async function faultOf(response: Response, inConversation: boolean): Promise<Fault> {
  const problem = (await response.json().catch(() => null)) as Problem | null;
  const code = problem?.code ?? `http_${response.status}`;
  const wait = retryAfter(response.headers.get("Retry-After"));
  const { status } = response;
  if (inConversation && (status === 401 || status === 404 || status === 410)) return new Fault("gone", "error", code);
  if (status === 429) return new Fault("later", "slow_down", code, wait);
  if (status === 503) return new Fault("later", "busy", code, wait);
  if (status >= 500 || status === 408 || status === 425) return new Fault("later", "error", code, wait);
  return new Fault("refused", "error", code);
}

/** `Retry-After` in seconds or as an HTTP date, as milliseconds from now. */
export function retryAfter(value: string | null, now = Date.now()): number | null {
  if (!value) return null;
  const seconds = Number(value);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 120_000) : null;
}
