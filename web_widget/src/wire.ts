/**
 * The wire types of the chat API, as the contract and the server's OpenAPI document give them.
 * A test compares each interface with the service's own models; nothing here may be invented.
 */

export type Language = "en" | "es";

export interface Choice {
  label: string;
  value: string;
}

export interface Source {
  name: string;
  /** YYYY, YYYY-MM, YYYY-MM-DD or "undated". */
  as_of: string | null;
  url: string | null;
}

export interface Card {
  kind: string;
  title: string;
  lines: string[];
  url: string | null;
  image_url: string | null;
  sources: Source[];
}

export interface Reply {
  text: string;
  choices: Choice[];
  cards: Card[];
}

export interface Understanding {
  topics: string[];
  language: Language;
  entities: Record<string, string | string[]>;
  outcome: string;
}

export interface Notice {
  version: string;
  text: string;
}

export interface Started {
  conversation_id: string;
  token: string;
  notice: Notice;
  replies: Reply[];
}

export interface Answered {
  replies: Reply[];
  understanding: Understanding;
}

/** One turn as `GET …/messages` lists it. */
export interface Entry {
  seq: number;
  client_message_id: string | null;
  text: string | null;
  replies: Reply[];
  understanding?: Understanding;
}

/** One turn as the WebSocket pushes it. */
export interface Pushed extends Answered {
  client_message_id: string | null;
}

/** What became of a reported mistake; a note that showed danger is answered instead. */
export interface Noted {
  note_kept: boolean;
  replies: Reply[];
}

/** An RFC 9457 problem; `code` is stable. */
export interface Problem {
  code: string;
  detail?: string;
}
