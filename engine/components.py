"""Our steps of the Rasa pipeline: names, features, topic. The thinking is in `topic_model.py` and `messages.py`.

Pipeline order: MentionEntities, EncoderFeaturizer, NgramFeaturizer, TopicClassifier, ContextResolver (resolver.py).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Dict, List, Text

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import (
    ENTITIES,
    FEATURE_TYPE_SENTENCE,
    INTENT,
    INTENT_NAME_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message as RasaMessage
from rasa.shared.nlu.training_data.training_data import TrainingData

from engine import sentence_encoder, topic_model
from engine.messages import Message

Kind = DefaultV1Recipe.ComponentType


def as_message(message: RasaMessage) -> Message:
    """Our view of a Rasa message; mentions come as metadata, from the gateway or from the annotated training file."""
    metadata = message.get(METADATA) or {}
    mentions = metadata.get("mentions") or (metadata.get("example") or {}).get("mentions") or ()
    return Message(message.get(TEXT) or "", tuple(mentions))


@DefaultV1Recipe.register([Kind.ENTITY_EXTRACTOR], is_trainable=False)
class MentionEntities(GraphComponent):
    """Turns the gateway's mentions into Rasa entities: the engine needs no catalogue of its own."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "MentionEntities":
        return cls()

    def process(self, messages: List[RasaMessage]) -> List[RasaMessage]:
        for message in messages:
            entities = [
                {
                    "entity": m["type"],
                    "value": m["value"],
                    "start": m["start"],
                    "end": m["end"],
                    "confidence_entity": m.get("score", 1.0),
                    "extractor": "MentionEntities",
                }
                for m in as_message(message).mentions
            ]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


@DefaultV1Recipe.register([Kind.MESSAGE_FEATURIZER], is_trainable=False)
class EncoderFeaturizer(GraphComponent):
    """Dense sentence features from the bilingual encoder; adds none when its file is missing or altered."""

    def __init__(self) -> None:
        self._encoder = sentence_encoder.load_or_none()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EncoderFeaturizer":
        return cls()

    def process(self, messages: List[RasaMessage]) -> List[RasaMessage]:
        if self._encoder:
            for message in messages:
                vector = self._encoder.encode(message.get(TEXT) or "").reshape(1, -1)
                message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "EncoderFeaturizer"))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """As `process`, on every core: the encoder lets go of Python's lock while it computes."""
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            list(pool.map(lambda message: self.process([message]), training_data.intent_examples))
        return training_data


@DefaultV1Recipe.register([Kind.MESSAGE_FEATURIZER], is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Sparse sentence features: word and character n-grams, and which types of names occur."""

    def __init__(self, storage: ModelStorage, resource: Resource, features: topic_model.NgramFeatures) -> None:
        self._storage, self._resource, self._features = storage, resource, features

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NgramFeaturizer":
        return cls(model_storage, resource, topic_model.NgramFeatures())

    def train(self, training_data: TrainingData) -> Resource:
        self._features.fit([as_message(m) for m in training_data.intent_examples])
        _save(self._storage, self._resource, self._features)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "NgramFeaturizer":  # fmt: skip
        return cls(model_storage, resource, _read(model_storage, resource))

    def process(self, messages: List[RasaMessage]) -> List[RasaMessage]:
        rows = self._features.transform([as_message(m) for m in messages])
        for row, message in enumerate(messages):
            message.add_features(Features(rows[row].tocoo(), FEATURE_TYPE_SENTENCE, TEXT, "NgramFeaturizer"))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.intent_examples)
        return training_data


@DefaultV1Recipe.register([Kind.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(IntentClassifier, GraphComponent):
    """Softmax and nearest examples; keeps a full ranking so that the resolver can see how close the runner-up is."""

    def __init__(
        self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource, model: topic_model.TopicModel
    ) -> None:
        self._config, self._storage, self._resource, self._model = config, storage, resource, model

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"strength": 20.0, "iterations": 40, "temperature": 1.0, "ranking_length": 10}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TopicClassifier":
        model = topic_model.TopicModel(strength=config["strength"], temperature=config["temperature"])
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        self._model.fit(_matrix(examples), [e.get(INTENT) for e in examples], self._config["iterations"])
        _save(self._storage, self._resource, self._model)
        return self._resource

    @classmethod
    def load(
        cls, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TopicClassifier":  # fmt: skip
        return cls(config, model_storage, resource, _read(model_storage, resource))

    def process(self, messages: List[RasaMessage]) -> List[RasaMessage]:
        for message in messages:
            if not message.features:
                continue
            row = self._model.probabilities(_matrix([message]))[0]
            best = np.argsort(row)[::-1][: self._config["ranking_length"]]
            ranking = [{INTENT_NAME_KEY: self._model.labels[i], PREDICTED_CONFIDENCE_KEY: float(row[i])} for i in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def _matrix(messages: List[RasaMessage]) -> topic_model.Matrix:
    dense, ngrams = [], []
    for message in messages:
        for feature in message.features:
            (ngrams if feature.is_sparse() else dense).append(feature.features)
    return topic_model.join(np.vstack(dense) if dense else None, topic_model.sparse.vstack(ngrams, format="csr"))


def _save(storage: ModelStorage, resource: Resource, value: Any) -> None:
    with storage.write_to(resource) as folder:
        joblib.dump(value, folder / "model.joblib")


def _read(storage: ModelStorage, resource: Resource) -> Any:
    # joblib runs what it reads; model archives are accepted by hash only (bot/serve.py checks before the engine starts).
    with storage.read_from(resource) as folder:
        return joblib.load(folder / "model.joblib")
