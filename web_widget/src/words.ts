/** The widget's own words that its first sight needs, in both languages; the others are in later-words.ts. What the assistant says comes from the API alone. */

import type { Language } from "./wire.ts";

const en = {
  open: "Chat with us",
  openLabel: "Chat with us about digital jobs and training",
  close: "Close the chat",
  chat: "Chat",
  subtitle: "Digital careers",
  other: "Español",
  otherLabel: "Cambiar a español",
  request: "English, please",
  menu: "Options",
  transcript: "Conversation",
  earlier: "Earlier in this chat",
  you: "You:",
  placeholder: "Type your question",
  compose: "Your message",
  send: "Send",
  left: (n: number) => `${n} characters left`,
  choices: "You can answer",
  sending: "Sending…",
  unsent: "Not sent yet",
  refusedText: "This message could not be taken. Please write it another way.",
  writing: "Looking for your answer…",
  connecting: "Connecting…",
  offline: "You are offline. What you write is kept here and goes out when the connection is back.",
  unreachable: "The chat cannot be reached right now. Your message is kept and will be sent.",
  busy: "Many people are asking right now. Your message is kept and will be sent.",
  slow_down: "That was a lot of messages at once. The next one goes out in a moment.",
  error: "Something went wrong on our side. Your message is kept and will be sent.",
  again: "Try now",
  inSeconds: (n: number) => `Next try in ${n} s.`,
  gone: "Your earlier chat had ended, so this is a new one.",
  idle: "This chat ended after a long pause and was erased.",
  startOver: "Start a new chat",
  latest: "New messages",
  clear: "Clear this chat",
  clearAsk: "Clear this chat? It is erased here and on our side, and cannot be brought back.",
  clearYes: "Clear it",
  forget: "Forget me",
  forgetAsk: "Forget me? This chat, your language and everything this page keeps are erased.",
  forgetYes: "Forget me",
  keep: "Keep it",
  erased: "Erased.",
  erasedLater: "Erased here. Our side is told as soon as the connection is back.",
  save: "Save this chat",
  copy: "Copy this chat",
  copied: "Copied.",
  fileName: "career-chat.txt",
  privacy: "About your privacy",
  newTab: "(opens in a new tab)",
  website: "Website",
  openPlan: "Open the plan to print",
  directions: "Directions",
  sources: "Source",
  undated: "no date",
  asOf: (when: string) => `as of ${when}`,
  call: (n: string) => `Call ${n}`,
  text: (n: string) => `Text ${n}`,
  textWord: (w: string, n: string) => `Text ${w} to ${n}`,
  leave: "Leave this page quickly",
  notKept: "(not kept)",
  startersLabel: "You could ask",
  starters: [
    "What digital jobs are there?",
    "Which tech jobs need no degree?",
    "Is there free training near me?",
    "Who can help me in person?",
  ],
  progress: (n: number, all: number) => `Step ${n} of ${all}`,
  plan: "My plan",
  planCount: (n: number) => (n ? `My plan (${n})` : "My plan"),
  person: "Talk to a person",
  personAsk: "Can I talk to a person?",
  kinds: {
    program: "Program",
    provider: "Organization",
    role: "Job",
    credential: "Certification",
    pathway: "Steps",
    comparison: "Side by side",
    support: "Support",
    career_center: "Career center",
    hotline: "Help right now",
    survey: "Your opinion",
  } as Record<string, string>,
};

export type Words = typeof en;

const es: Words = {
  open: "Chatea con nosotros",
  openLabel: "Chatea con nosotros sobre empleos digitales y capacitación",
  close: "Cerrar el chat",
  chat: "Chat",
  subtitle: "Carreras digitales",
  other: "English",
  otherLabel: "Switch to English",
  request: "En español, por favor",
  menu: "Opciones",
  transcript: "Conversación",
  earlier: "Antes en este chat",
  you: "Tú:",
  placeholder: "Escribe tu pregunta",
  compose: "Tu mensaje",
  send: "Enviar",
  left: (n) => `Quedan ${n} caracteres`,
  choices: "Puedes responder",
  sending: "Enviando…",
  unsent: "Aún no enviado",
  refusedText: "No se pudo recibir este mensaje. Escríbelo de otra manera, por favor.",
  writing: "Buscando tu respuesta…",
  connecting: "Conectando…",
  offline: "No tienes conexión. Lo que escribas se guarda aquí y se envía cuando vuelva.",
  unreachable: "No se puede llegar al chat en este momento. Tu mensaje se guarda y se enviará.",
  busy: "Mucha gente está preguntando ahora. Tu mensaje se guarda y se enviará.",
  slow_down: "Fueron muchos mensajes seguidos. El próximo sale en un momento.",
  error: "Algo falló de nuestro lado. Tu mensaje se guarda y se enviará.",
  again: "Intentar ahora",
  inSeconds: (n) => `Próximo intento en ${n} s.`,
  gone: "Tu chat anterior había terminado; este es uno nuevo.",
  idle: "Este chat terminó tras una larga pausa y se borró.",
  startOver: "Empezar un chat nuevo",
  latest: "Mensajes nuevos",
  clear: "Borrar este chat",
  clearAsk: "¿Borrar este chat? Se borra aquí y de nuestro lado, y no se puede recuperar.",
  clearYes: "Borrarlo",
  forget: "Olvídame",
  forgetAsk: "¿Olvidarte? Se borran este chat, tu idioma y todo lo que guarda esta página.",
  forgetYes: "Olvídame",
  keep: "Conservarlo",
  erased: "Borrado.",
  erasedLater: "Borrado aquí. Nuestro lado se enterará en cuanto vuelva la conexión.",
  save: "Guardar este chat",
  copy: "Copiar este chat",
  copied: "Copiado.",
  fileName: "chat-de-carreras.txt",
  privacy: "Sobre tu privacidad",
  newTab: "(se abre en otra pestaña)",
  website: "Sitio web",
  openPlan: "Abrir el plan para imprimir",
  directions: "Cómo llegar",
  sources: "Fuente",
  undated: "sin fecha",
  asOf: (when) => `al ${when}`,
  call: (n) => `Llamar al ${n}`,
  text: (n) => `Mensaje al ${n}`,
  textWord: (w, n) => `Enviar ${w} al ${n}`,
  leave: "Salir rápido de esta página",
  notKept: "(no se guarda)",
  startersLabel: "Puedes preguntar",
  starters: [
    "¿Qué empleos digitales hay?",
    "¿Qué empleos de tecnología no piden título?",
    "¿Hay capacitación gratis cerca de mí?",
    "¿Quién me puede ayudar en persona?",
  ],
  progress: (n, all) => `Paso ${n} de ${all}`,
  plan: "Mi plan",
  planCount: (n) => (n ? `Mi plan (${n})` : "Mi plan"),
  person: "Hablar con una persona",
  personAsk: "¿Puedo hablar con una persona?",
  kinds: {
    program: "Programa",
    provider: "Organización",
    role: "Empleo",
    credential: "Certificación",
    pathway: "Pasos",
    comparison: "Lado a lado",
    support: "Apoyo",
    career_center: "Centro de carreras",
    hotline: "Ayuda ahora mismo",
    survey: "Tu opinión",
  },
};

export const words: Record<Language, Words> = { en, es };

export function other(language: Language): Language {
  return language === "en" ? "es" : "en";
}

/** The language to begin in: asked for, the page's, or the browser's. */
export function languageOf(...tags: (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const found = /^(en|es)\b/i.exec(tag ?? "")?.[1];
    if (found) return found.toLowerCase() as Language;
  }
  return "en";
}

/** "2025-05" → "May 2025"; a bare year stays; "undated" is said. */
export function dated(asOf: string | null, language: Language): string {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(asOf ?? "");
  if (!match) return asOf === null ? "" : words[language].undated;
  const [, year, month, day] = match;
  if (!month) return year!;
  const when = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1)));
  const format: Intl.DateTimeFormatOptions = { year: "numeric", month: day ? "short" : "long", timeZone: "UTC" };
  return new Intl.DateTimeFormat(`${language}-US`, day ? { ...format, day: "numeric" } : format).format(when);
}
