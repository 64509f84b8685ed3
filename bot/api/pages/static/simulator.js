// The simulated phone: opens one, shows what the carrier saw, and texts. Everything is text nodes, never HTML.

const WORDS = {
  en: {
    title: "Text Sendero", lead: "A simulated phone. Nothing here reaches a real telephone network.",
    write: "Write a text message", placeholder: "Text message", send: "Send", picture: "Add a picture",
    carrier: "What the carrier sees", yours: "Your number", optout: "Texting", total: "Cost so far",
    failure: "Make something go wrong", boundaries: "Show where segments end", events: "Events",
    renew: "Throw this phone away, take a new one", stopped: "Stopped",
    prices: "Estimates at United States list prices of July 2026, carrier fees included.",
    allowed: "allowed", by_us: "stopped", by_twilio: "blocked by Twilio", ideas: "Ideas", messages: "Messages",
    one: "segment", many: "segments", by: "answered by Twilio itself", pictured: "picture",
    queued: "on its way", sent: "sent", received: "received", delivered: "delivered", undelivered: "not delivered",
    failed: "failed", gone: "The phone was idle too long; here is a new one.", broken: "That did not work. Try again.",
    busy: "Too many messages; wait a moment.", you: "You", them: "Sendero",
    none: "Nothing: all works", delay: "Slow delivery (8 seconds)",
    unreachable_once: "Phone unreachable once (30003), then retried", unreachable: "Phone stays unreachable (30003)",
    blocked: "Number blocked (21610)", rate_limited: "Too many requests (429)", outage: "Carrier down (503)",
    duplicates: "Everything delivered twice", out_of_order: "Status reports out of order",
    happened: {
      webhook_twice: "webhook posted twice, same MessageSid", webhook_failed: "webhook failed twice ({})",
      twilio_answered: "Twilio answered {} itself", twiml: "answered in the webhook's own TwiML",
      twiml_blocked: "TwiML answer blocked by Twilio ({})", refused: "hand-over refused for good ({})",
      refused_retry: "hand-over refused for now ({})", status: "status callback: {}",
    },
    starters: ["How much does help desk pay?", "I'm in high school, how do I get into tech?", "free classes in Nogales",
      "what is security+"],
  },
  es: {
    title: "Mándale un texto a Sendero", lead: "Un teléfono simulado. Nada de aquí llega a una red telefónica real.",
    write: "Escribe un mensaje de texto", placeholder: "Mensaje de texto", send: "Enviar", picture: "Agregar una foto",
    carrier: "Lo que ve la operadora", yours: "Tu número", optout: "Mensajes", total: "Costo hasta ahora",
    failure: "Haz que algo falle", boundaries: "Mostrar dónde termina cada segmento", events: "Sucesos",
    renew: "Tirar este teléfono y tomar otro", stopped: "Detenido",
    prices: "Estimados con precios de lista de Estados Unidos de julio de 2026, con cargos de operadora.",
    allowed: "permitidos", by_us: "detenidos", by_twilio: "bloqueados por Twilio", ideas: "Ideas", messages: "Mensajes",
    one: "segmento", many: "segmentos", by: "contestado por Twilio mismo", pictured: "foto",
    queued: "en camino", sent: "enviado", received: "recibido", delivered: "entregado", undelivered: "no entregado",
    failed: "falló", gone: "El teléfono estuvo mucho sin usarse; aquí tienes otro.", broken: "No funcionó. Intenta otra vez.",
    busy: "Demasiados mensajes; espera un momento.", you: "Tú", them: "Sendero",
    none: "Nada: todo funciona", delay: "Entrega lenta (8 segundos)",
    unreachable_once: "Teléfono fuera de alcance una vez (30003) y se reintenta", unreachable: "Teléfono sigue fuera de alcance (30003)",
    blocked: "Número bloqueado (21610)", rate_limited: "Demasiadas solicitudes (429)", outage: "Operadora caída (503)",
    duplicates: "Todo llega dos veces", out_of_order: "Reportes de entrega en desorden",
    happened: {
      webhook_twice: "webhook enviado dos veces, mismo MessageSid", webhook_failed: "el webhook falló dos veces ({})",
      twilio_answered: "Twilio contestó {} por su cuenta", twiml: "contestado en el TwiML del webhook",
      twiml_blocked: "respuesta TwiML bloqueada por Twilio ({})", refused: "entrega rechazada del todo ({})",
      refused_retry: "entrega rechazada por ahora ({})", status: "reporte de estado: {}",
    },
    starters: ["¿Cuánto gana alguien de soporte técnico?", "estoy en la high school, como entro a tecnologia",
      "cursos gratis en Nogales", "que es security+"],
  },
};
const GSM = new Set("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");
const GSM_TWICE = new Set("\f^{}\\[~]|€");
const LINK = /https?:\/\/[^\s]+[^\s.,;:!?)]|\b988\b|\b911\b/g;
const WAITING = new Set(["queued", "accepted", "sending"]);
const LOST = new Set(["failed", "undelivered"]);

const $ = (id) => document.getElementById(id);
const api = (path) => new URL(`simulator/api/${path}`, document.baseURI);
let language = sessionStorage.getItem("language") || (navigator.language.startsWith("es") ? "es" : "en");
let phone = null;
let version = 0;
let picture = false;
const shown = new Map(); // by message id
const events = new Map(); // by version

const say = (name) => WORDS[language][name];

async function call(path, method = "GET", body) {
  const response = await fetch(api(path), {
    method,
    headers: { ...(phone && { authorization: `Bearer ${phone.token}` }), ...(body && { "content-type": "application/json" }) },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw Object.assign(new Error(), { status: response.status });
  return response.status === 204 ? null : response.json();
}

async function open(fresh) {
  const kept = fresh ? null : sessionStorage.getItem("phone");
  phone = kept ? JSON.parse(kept) : null;
  if (!phone) {
    phone = await call("phones", "POST");
    sessionStorage.setItem("phone", JSON.stringify(phone));
  }
  version = 0;
  shown.clear();
  events.clear();
  $("thread").replaceChildren();
  $("events").replaceChildren();
  // What was said before a reload is history, not news: it is filled in silently.
  $("thread").setAttribute("aria-live", "off");
  await refresh(0);
  setTimeout(() => $("thread").setAttribute("aria-live", "polite"), 300);
  dress();
}

async function refresh(wait) {
  update(await call(`phone?after=${version}&wait=${wait}`));
}

async function watch() {
  for (;;) {
    const watched = phone;
    try {
      await refresh(20);
    } catch (error) {
      if (watched !== phone) continue;
      if (error.status === 404 || error.status === 401) {
        await open(true).catch(() => {});
        complain(say("gone"));
      } else {
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  }
}

function update(view) {
  version = Math.max(version, view.version);
  const atEnd = $("thread").scrollHeight - $("thread").scrollTop - $("thread").clientHeight < 80;
  for (const message of view.messages) show(message);
  for (const line of view.log) note(line);
  $("cost").textContent = `$${view.cost.toFixed(4)}`;
  const state = view.blocked_by_twilio ? "by_twilio" : view.opted_out ? "by_us" : "allowed";
  $("optout").textContent = say(state);
  $("optout").dataset.state = state;
  $("optout").className = state === "allowed" ? "ok" : "no";
  $("stopped").hidden = state === "allowed";
  if (document.activeElement !== $("failure")) $("failure").value = view.failure;
  // An opt-out is written just after the event that caused it: look once more.
  if (view.log.length) setTimeout(() => refresh(0).catch(() => {}), 1500);
  if (atEnd && view.messages.length) $("thread").scrollTop = $("thread").scrollHeight;
}

function show(message) {
  const old = shown.get(message.sid);
  if (old && old.message.version >= message.version) return;
  const item = old?.item || document.createElement("div");
  if (!old) {
    const who = document.createElement("span");
    who.className = "visually-hidden who";
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    bubble.lang = guess(message.text);
    bubble.append(...pieces(message));
    if (message.media_url) bubble.prepend(shownPicture(message.media_url));
    const meta = document.createElement("p");
    meta.className = "meta";
    item.append(who, bubble, meta);
    $("thread").append(item);
    if (message.direction === "to_service") $("thread").scrollTop = $("thread").scrollHeight;
  }
  shown.set(message.sid, { message, item });
  label(message, item);
}

// A picture message: our own picture is shown, one from elsewhere is a link (this page loads nothing from elsewhere).
function shownPicture(address) {
  const url = new URL(address, location.href);
  if (url.host !== location.host) {
    const link = document.createElement("a");
    Object.assign(link, { href: url.href, target: "_blank", rel: "noopener noreferrer", textContent: say("pictured") });
    return link;
  }
  const image = document.createElement("img");
  Object.assign(image, { src: url.pathname + url.search, alt: say("pictured") });
  image.className = "picture";
  return image;
}

function label(message, item) {
  const mine = message.direction === "to_service";
  item.className = ["message", mine && "me", message.by === "twilio" && "twilio", WAITING.has(message.state) && "waiting",
    LOST.has(message.state) && "lost"].filter(Boolean).join(" ");
  item.querySelector(".who").textContent = `${mine ? say("you") : say("them")}: `;
  const state = document.createElement("span");
  state.textContent = say(message.state) || message.state;
  if (message.error_code) state.textContent += ` (${message.error_code})`;
  state.className = LOST.has(message.state) ? "no" : WAITING.has(message.state) ? "" : "ok";
  const count = message.segments.length;
  const facts = [message.encoding, String(message.units), `${count} ${say(count === 1 ? "one" : "many")}`, `$${message.cost.toFixed(4)}`];
  if (message.sid.startsWith("MM")) facts.unshift(say("pictured"));
  if (message.by === "twilio") facts.push(say("by"));
  item.querySelector(".meta").replaceChildren(facts.join(" · ") + " · ", state);
}

// The text with its links and, where two segments meet, a mark.
function pieces(message) {
  const points = Array.from(message.text); // segment lengths count code points
  const cuts = new Set();
  let at = 0;
  for (const length of message.segments.slice(0, -1)) {
    at += points.slice(at, at + length).length;
    cuts.add(points.slice(0, at).join("").length);
  }
  const nodes = [];
  let done = 0;
  const plain = (from, to, into) => {
    let start = from;
    for (const cut of [...cuts].filter((c) => c > from && c <= to)) {
      into.push(document.createTextNode(message.text.slice(start, cut)), mark());
      start = cut;
    }
    into.push(document.createTextNode(message.text.slice(start, to)));
  };
  for (const match of message.text.matchAll(LINK)) {
    plain(done, match.index, nodes);
    const link = document.createElement("a");
    link.href = /^\d/.test(match[0]) ? `tel:${match[0]}` : match[0];
    if (!/^\d/.test(match[0])) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    const inside = [];
    plain(match.index, match.index + match[0].length, inside);
    link.append(...inside);
    nodes.push(link);
    done = match.index + match[0].length;
  }
  plain(done, message.text.length, nodes);
  return nodes;
}

function mark() {
  const sign = document.createElement("span");
  sign.className = "cut";
  sign.setAttribute("aria-hidden", "true");
  sign.textContent = "┊";
  return sign;
}

function guess(text) {
  const spanish = (text.match(/[ñ¿¡áíóú]|\b(el|la|los|de|que|para|una?|es|en|por|con|tu|no)\b/gi) || []).length;
  const english = (text.match(/\b(the|of|to|and|is|for|you|in|a|with|how|what|your|not)\b/gi) || []).length;
  return spanish > english ? "es" : "en";
}

function note(line) {
  if (events.has(line.version)) return;
  const item = document.createElement("li");
  events.set(line.version, { line, item });
  word(line, item);
  $("events").append(item);
  $("events").scrollTop = $("events").scrollHeight;
}

function word(line, item) {
  const time = document.createElement("time");
  time.textContent = new Date(line.at * 1000).toLocaleTimeString(language);
  item.replaceChildren(time, say("happened")[line.what].replace("{}", line.detail));
}

async function text(words, media = 0) {
  complain("");
  try {
    update(await call("phone/messages", "POST", { text: words, media }));
    return true;
  } catch (error) {
    complain(say(error.status === 429 ? "busy" : "broken"));
    return false;
  }
}

function complain(words) {
  $("problem").textContent = words;
  $("problem").hidden = !words;
}

function count() {
  const words = $("text").value.normalize("NFC");
  const points = Array.from(words);
  const gsm = points.every((c) => GSM.has(c) || GSM_TWICE.has(c));
  const units = gsm ? points.reduce((sum, c) => sum + (GSM_TWICE.has(c) ? 2 : 1), 0) : words.length;
  const [single, part] = gsm ? [160, 153] : [70, 67];
  const segments = units <= single ? 1 : Math.ceil(units / part);
  $("count").textContent = `${units} / ${units <= single ? single : segments * part} · ${gsm ? "GSM-7" : "UCS-2"} · ${segments} ${say(segments === 1 ? "one" : "many")}`;
  $("text").style.setProperty("height", "auto");
  $("text").style.setProperty("height", `${$("text").scrollHeight + 2}px`);
}

function dress() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const option of $("failure").options) option.textContent = say(option.value);
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  $("text").placeholder = say("placeholder");
  $("thread").setAttribute("aria-label", say("messages"));
  $("events").setAttribute("aria-label", say("events"));
  $("starters").setAttribute("aria-label", say("ideas"));
  $("number").textContent = pretty(phone?.number);
  $("service-number").textContent = pretty(phone?.service_number);
  if ($("optout").dataset.state) $("optout").textContent = say($("optout").dataset.state);
  for (const { message, item } of shown.values()) label(message, item);
  for (const { line, item } of events.values()) word(line, item);
  $("starters").replaceChildren(...say("starters").map((words) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => text(words));
    return button;
  }));
  count();
}

const pretty = (number) => (number ? number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, "($1) $2-$3") : "…");

$("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = $("text").value;
  if (!words.trim() && !picture) return;
  $("text").value = "";
  const media = picture ? 1 : 0;
  picture = false;
  $("picture").setAttribute("aria-pressed", "false");
  count();
  if (!(await text(words, media)) && !$("text").value) $("text").value = words;
  count();
});
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});
$("text").addEventListener("input", count);
$("picture").addEventListener("click", () => {
  picture = !picture;
  $("picture").setAttribute("aria-pressed", String(picture));
});
$("failure").addEventListener("change", () => call("phone/failure", "PUT", { failure: $("failure").value }).then(update).catch(() => complain(say("broken"))));
$("boundaries").addEventListener("change", () => $("thread").classList.toggle("show-cuts", $("boundaries").checked));
$("renew").addEventListener("click", async () => {
  await call("phone", "DELETE").catch(() => {});
  await open(true).catch(() => complain(say("broken")));
  $("text").focus();
});
for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => text(button.dataset.key));
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => {
    language = button.dataset.language;
    sessionStorage.setItem("language", language);
    dress();
  });
}

dress();
open(false)
  .catch(() => open(true))
  .then(watch)
  .catch(() => complain(say("broken")));
