"""The explicit NLP engine Presidio works on: our own spaCy pipeline, or a bigger one given by path.

Receives a `Reading`; gives Presidio's artifacts with the `Text` inside. Presidio's default engine, which would try to
download a large model, is never built. Must never keep a learner's words: spaCy interns every string it sees, so each
message is processed inside a memory zone that is emptied after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import spacy
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.privacy.names.tagger import name_tagger
from bot.privacy.names.words import Word, words_of
from bot.privacy.reading import Reading
from bot.privacy.recognizers.base import LANGUAGE, TEXT, Text


class NamePipeline(NlpEngine):
    """spaCy pipeline for both languages at once. `model` is the path of another pipeline whose PERSON entities to take."""

    def __init__(self, model: str = "") -> None:
        self._model = model
        self._nlp: Language | None = None

    def load(self) -> None:
        self._nlp = spacy.load(self._model) if self._model else own_pipeline()

    def is_loaded(self) -> bool:
        return self._nlp is not None

    def memory_zone(self) -> AbstractContextManager[Any]:
        """Within it, what spaCy learns of new words is forgotten at the end."""
        return self._loaded.memory_zone()

    def artifacts(self, reading: Reading) -> NlpArtifacts:
        doc = self._loaded(reading.clean)
        if TEXT not in doc.user_data:  # another pipeline's tokenizer
            doc.user_data[TEXT] = _text_of(reading)
        return NlpArtifacts(list(doc.ents), doc, [], [], self, LANGUAGE)

    @property
    def _loaded(self) -> Language:
        if self._nlp is None:
            raise RuntimeError("the pipeline is not loaded")
        return self._nlp

    # What Presidio's interface asks for besides.
    def process_text(self, text: str, language: str) -> NlpArtifacts:
        return self.artifacts(Reading(text))

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return not any(c.isalnum() for c in word)

    def get_supported_entities(self) -> list[str]:
        return ["PERSON"]

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]


def own_pipeline() -> Language:
    """A blank multi-language pipeline with our tokenizer and our name tagger."""
    nlp = spacy.blank(LANGUAGE)
    nlp.tokenizer = _Tokenizer(nlp)
    nlp.add_pipe("sendero_names")
    return nlp


class _Tokenizer:
    """Cuts as `words_of` does, so that the tagger's words and the document's tokens are the same."""

    def __init__(self, nlp: Language) -> None:
        self._vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        tokens: list[str] = []
        spaces: list[bool] = []
        read = _text_of(Reading(text))
        last = 0
        for word in [*read.words, Word(len(text), len(text), "", "mark")]:
            gap = text[last : word.start]
            if gap[:1] == " " and spaces and not spaces[-1]:
                spaces[-1], gap = True, gap[1:]
            if gap:
                tokens.append(gap)
                spaces.append(False)
            if word.start < word.end:
                tokens.append(text[word.start : word.end])
                spaces.append(False)
            last = word.end
        doc = Doc(self._vocab, words=tokens, spaces=spaces)
        doc.user_data[TEXT] = read
        return doc


def _text_of(reading: Reading) -> Text:
    return Text(reading.folded, reading.clean, words_of(reading.clean, reading.folded))


@Language.component("sendero_names")
def mark_names(doc: Doc) -> Doc:
    """Marks the names the tagger finds as PERSON."""
    words = doc.user_data[TEXT].words
    spans = (doc.char_span(words[a].start, words[b - 1].end, "PERSON") for a, b in name_tagger().tag(words))
    entities: list[Span] = [span for span in spans if span is not None]
    doc.ents = entities
    return doc
