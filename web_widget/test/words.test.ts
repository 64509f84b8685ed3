import assert from "node:assert/strict";
import { test } from "node:test";
import { retryAfter } from "../src/api.ts";
import { accents, contrast, parseColour } from "../src/theme.ts";
import { laterWords } from "../src/later-words.ts";
import { dated, languageOf, words } from "../src/words.ts";

const all = { en: { ...words.en, ...laterWords.en }, es: { ...words.es, ...laterWords.es } };

test("every word exists in both languages and differs", () => {
  const same = Object.entries(all.en).filter(
    ([key, value]) => typeof value === "string" && value === all.es[key as keyof typeof all.es],
  );
  assert.deepEqual(same.map(([key]) => key), ["chat", "no"]);
  assert.deepEqual(Object.keys(words.en.kinds), Object.keys(words.es.kinds));
});

test("dates are written as each language writes them", () => {
  assert.equal(dated("2025-05", "en"), "May 2025");
  assert.equal(dated("2025-05", "es"), "mayo de 2025");
  assert.equal(dated("2025", "es"), "2025");
  assert.equal(dated("2025-08-12", "en"), "Aug 12, 2025");
  assert.equal(dated("undated", "es"), "sin fecha");
  assert.equal(dated(null, "en"), "");
});

test("the language is what was asked for, else the page's, else the browser's", () => {
  assert.equal(languageOf("es"), "es");
  assert.equal(languageOf(null, "es-MX", "en-US"), "es");
  assert.equal(languageOf("", "fr", "es-US"), "es");
  assert.equal(languageOf("fr"), "en");
});

test("any accent is made readable", () => {
  for (const colour of ["#ffe600", "#fff", "#000000", "#ff0000", "#0f5f5c", "#7f7f7f", "#00ff7f"]) {
    const { light, dark } = accents(colour)!;
    const rgb = (value: string) => value.match(/\d+/g)!.map(Number) as [number, number, number];
    assert.ok(contrast(rgb(light), [255, 255, 255]) >= 4.5, `${colour} light ${light}`);
    assert.ok(contrast(rgb(light), [244, 238, 230]) >= 4.5, `${colour} on tint ${light}`);
    assert.ok(contrast(rgb(dark), [11, 27, 26]) >= 4.5 && contrast(rgb(dark), [43, 50, 51]) >= 4.5, `${colour} dark ${dark}`);
  }
  assert.equal(accents("url(evil)"), null);
  assert.deepEqual(parseColour("#abc"), [170, 187, 204]);
});

test("Retry-After is read as seconds or as a date, and bounded", () => {
  assert.equal(retryAfter("7"), 7_000);
  assert.equal(retryAfter("Wed, 21 Oct 2026 07:28:10 GMT", Date.parse("2026-10-21T07:28:00Z")), 10_000);
  assert.equal(retryAfter("soon"), null);
  assert.equal(retryAfter("99999"), 120_000);
});
