"""From the classifier's guess to the topic this turn is answered as.

Receives the ranking, the gateway's metadata (offered choice, mentions, context) and gives one intent: a topic code, or
`nlu_fallback` (two or three topics are close: ask back) or `not_understood` (nothing is near). The internal intents inform, correct
and choose are resolved here against the active topic and never leave.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Sequence, Text, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, METADATA, PREDICTED_CONFIDENCE_KEY
from rasa.shared.nlu.training_data.message import Message as RasaMessage

from engine.components import as_message
from engine.messages import Message

# Rasa's own name for "unsure" stands for asking back; gibberish has training messages of its own.
ASK_BACK, NOT_UNDERSTOOD = "nlu_fallback", "not_understood"
INTERNAL = frozenset({"inform", "correct", "choose"})

# What picking an item of the last list, or naming something out of the blue, most likely asks.
TOPIC_OF_KIND = {
    "program": "program_details",
    "provider": "program_details",
    "role": "role_overview",
    "credential": "credential_overview",
    "category": "category_roles",
    "career_center": "career_center",
    "support": "supports",
}
# "Which of those first?" weighs what was listed.
COMPARED = {"credential": "credential_compare", "role": "compare_roles"}
CLASSES = frozenset({"program", "provider"})
# Topics that a bare detail ("and in Nogales?") can refine. After any other, the detail stands for itself.
REFINABLE = frozenset(
    "category_roles role_overview role_pay role_outlook role_requirements role_skills entry_jobs compare_roles"
    " local_demand industry_fit remote_work pathway next_step career_change credential_overview credential_cost"
    " credential_value credential_prep credential_compare credentials_for_role find_program program_details"
    " program_cost program_eligibility program_apply program_schedule high_school_options youth_roles mentoring"
    " work_based pay_for_training supports career_center talk_to_human career_match".split()
)
# A detail of the learner changes the answer to some questions only; told after another, it asks what it stands for itself.
PRACTICAL = frozenset("transport child-care laptop internet food housing".split())
USES_NEEDS = frozenset(
    "find_program pathway supports pay_for_training career_center high_school_options youth_roles work_based".split()
)
USES_AGE = USES_NEEDS | frozenset(
    "program_details program_eligibility program_apply mentoring career_match entry_jobs career_change".split()
)
PLACES = frozenset({"place", "region", "zip"})
# "A or B" of two things that were named asks to weigh them, not what the first one is.
WEIGHED = {"role_overview": ("role", "compare_roles"), "credential_overview": ("credential", "credential_compare")}
# The same question about another kind of thing: "how much is it" after a certification is about its price.
SIBLINGS = (
    {"role": "role_overview", "credential": "credential_overview", "program": "program_details"},
    {"credential": "credential_cost", "program": "program_cost"},
    {"role": "compare_roles", "credential": "credential_compare", "program": "program_details"},
    {"role": "role_requirements", "program": "program_eligibility"},
    {"credential": "credential_prep", "program": "program_schedule"},
)
# How long a job takes to reach is told by the way to it.
_HOW_LONG = re.compile(
    r"\bhow long\b|\bhow much time\b|cu[aá]nto (?:tiempo|tarda|dura|se tarda|me tardo|toma)", re.IGNORECASE
)
_STEP = re.compile(r"\b(?:steps?|pasos?)\b", re.IGNORECASE)
DURATIONS = frozenset({"program_schedule", "credential_prep"})
# "and npower?" after the question whether a school is real asks the same of another.
_AND_THAT = re.compile(
    r"^\W*(?:and|what about|how about|y(?: qu[eé] tal)?|qu[eé] tal)"
    r"(?: (?!(?:more|else|others?|m[aá]s|otr[oa]s?)\b)[\w&'.<>-]+){1,4}\W*$",
    re.IGNORECASE,
)
LEGIT = "legit_check"
# Money before anything is given asks whether that is right, whatever it is for.
_PAID_FIRST = re.compile(r"\b(?:up ?front|por adelantado|de entrada)\b", re.IGNORECASE)
PAID = frozenset({"find_program", "program_cost", "pay_for_training", "program_details"})
_QUIZ = re.compile(r"\b(quiz|test|cuestionario|examen|preguntas|questions)\b", re.IGNORECASE)
QUIZ_TOPIC = "career_match"
PROGRAM_FACTS = frozenset({"program_cost", "program_schedule", "program_eligibility", "program_apply"})
WISHES = frozenset({"schedule", "modality", "budget", "age", "need"})
SEARCHED = frozenset({"category", "credential", "role"})
CLASS_WISHES = frozenset({"budget", "schedule", "modality"})
SEARCHES = PROGRAM_FACTS | {
    "find_program", "program_details", "remote_work", "work_based", "supports", "pay_for_training", "mentoring",
    "high_school_options", "youth_roles", "credential_cost", "credential_prep", "career_center",
}  # fmt: skip
NAMES = PLACES | {"role", "credential", "category", "provider", "program"}
NAMED_THINGS = frozenset({"role", "credential", "program", "provider"})
# Questions one asks about a thing of each kind, and how much likelier the talk makes them.
FAMILIES = {
    "role": frozenset("role_overview role_pay role_outlook role_requirements role_skills credentials_for_role".split()),
    "credential": frozenset(
        "credential_overview credential_cost credential_value credential_prep credential_compare".split()
    ),
    "program": frozenset(
        "program_details program_cost program_eligibility program_apply program_schedule find_program".split()
    ),
}
ABOUT_JOBS = FAMILIES["role"] | {"compare_roles", "career_change", "next_step", "pathway", "entry_jobs"}
LEANING = 2.0
NOT_OURS = frozenset({"out_of_scope", "small_talk", "not_understood"})
SURELY_NOT_OURS = 0.8
DOUBTFUL = 0.5
ASKED_OF_PICKED = 0.15
_OR = re.compile(r"\b(or|vs|versus|o)\b|/", re.IGNORECASE)
SAFETY = frozenset({"crisis", "danger"})
SURE_OF_DANGER = (
    0.75  # below this a career question that sounds alarming stays a career question; the screen ran before
)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class ContextResolver(GraphComponent):
    """Sets the final intent; thresholds are shares of calibrated probability."""

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._lowest, self._close = config["lowest"], config["close"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"lowest": 0.4, "close": 0.12}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ContextResolver":
        return cls(config)

    def process(self, messages: List[RasaMessage]) -> List[RasaMessage]:
        for message in messages:
            metadata = message.get(METADATA) or {}
            name, confidence = resolve(
                message.get("intent_ranking") or [],
                as_message(message),
                metadata.get("context") or {},
                metadata.get("choice"),
                self._lowest,
                self._close,
            )
            message.set(INTENT, {INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: confidence}, add_to_output=True)
        return messages


def resolve(
    ranking: Sequence[Mapping[str, Any]],
    message: Message,
    context: Mapping[str, Any],
    choice: Mapping[str, Any] | None,
    lowest: float,
    close: float,
) -> Tuple[str, float]:
    """The intent and its confidence; see the module's docstring."""
    if choice:
        return str(choice["topic"]), 1.0
    ranking = [r for r in ranking if r[INTENT_NAME_KEY] not in SAFETY or r[PREDICTED_CONFIDENCE_KEY] > SURE_OF_DANGER]
    if ranking and (classes := _compares_classes(ranking[0], message, context)):
        return classes, float(ranking[0][PREDICTED_CONFIDENCE_KEY])
    ranking = leaning(ranking, message, context)
    if not ranking:
        return NOT_UNDERSTOOD, 0.0
    if context.get("asking") == QUIZ_TOPIC and _QUIZ.search(message.text):
        return QUIZ_TOPIC, 1.0  # "stop the quiz" leaves the quiz, not the service
    if context.get("path") and _STEP.search(message.text) and ranking[0][INTENT_NAME_KEY] != "next_step":
        return "pathway", 1.0  # "how much is step 1" asks about the way just shown
    ranking = ours_when_named(ranking, message)
    top = ranking[0][INTENT_NAME_KEY]
    confidence = float(ranking[0][PREDICTED_CONFIDENCE_KEY])
    runner_up = float(ranking[1][PREDICTED_CONFIDENCE_KEY]) if len(ranking) > 1 else 0.0
    if top in PAID and _PAID_FIRST.search(message.text) and not NAMED_THINGS & set(message.types):
        return LEGIT, confidence
    if _asks_of_another_school(str(top), confidence, message, context):
        return LEGIT, confidence
    if message.covered():
        meant = follow_up("choose" if "ordinal" in message.types else "inform", message, context)
        return weighed(meant, message), confidence
    if top in INTERNAL and (asked := _asked_of_picked(ranking, message, context)):
        top = asked
    if top in INTERNAL:
        return follow_up(top, message, context), confidence
    top = weighed(str(top), message)
    top = as_search(in_focus(str(top), message, context), message, context)
    unsure = confidence - runner_up < close and confidence < 0.5 and not _same_family(ranking, context)
    if (confidence < lowest or unsure) and (pending := _pending(message, context)):
        return pending, confidence
    if confidence < lowest:
        return NOT_UNDERSTOOD, confidence
    return (ASK_BACK if unsure else top), confidence


def _compares_classes(top: Mapping[str, Any], message: Message, context: Mapping[str, Any]) -> str | None:
    """ "Compare them" means the classes listed last, whatever was asked of them since, unless the talk went on to jobs."""
    if top[INTENT_NAME_KEY] not in COMPARED.values() or (NAMED_THINGS | {"category"}) & set(message.types):
        return None
    listed = str((context.get("last_list") or [{}])[0].get("kind"))
    return TOPIC_OF_KIND[listed] if listed in CLASSES and context.get("active_topic") not in ABOUT_JOBS else None


def _asks_of_another_school(top: str, confidence: float, message: Message, context: Mapping[str, Any]) -> bool:
    """ "And npower?" after the question whether a school is real, where nothing in the message is known to us."""
    unclear = top in NOT_OURS | INTERNAL | {"more", "bot_challenge"} or confidence < DOUBTFUL
    return (
        context.get("active_topic") == LEGIT and unclear and not message.types and bool(_AND_THAT.search(message.text))
    )


def leaning(
    ranking: Sequence[Mapping[str, Any]], message: Message, context: Mapping[str, Any]
) -> List[Mapping[str, Any]]:
    """The ranking in the light of what the talk is about: "how much" after a certificate means its price.

    A message that names its own job, certificate or program is taken at its word.
    """
    family = FAMILIES.get(about(message, context) or "", frozenset())
    if not family or NAMED_THINGS & set(message.types):
        return list(ranking)
    shares: Dict[str, float] = {}
    for guess in ranking:
        # "How much" is one question, whatever it is asked of: guesses about other kinds of thing count for this one.
        name = in_focus(str(guess[INTENT_NAME_KEY]), message, context)
        weight = LEANING if name in family else 1
        shares[name] = shares.get(name, 0.0) + weight * float(guess[PREDICTED_CONFIDENCE_KEY])
    # Shares stay shares: doubt is weighed by them.
    total = sum(shares.values()) / sum(float(guess[PREDICTED_CONFIDENCE_KEY]) for guess in ranking)
    leaned = [{INTENT_NAME_KEY: name, PREDICTED_CONFIDENCE_KEY: share / total} for name, share in shares.items()]
    return sorted(leaned, key=lambda guess: -float(guess[PREDICTED_CONFIDENCE_KEY]))


def ours_when_named(ranking: Sequence[Mapping[str, Any]], message: Message) -> List[Mapping[str, Any]]:
    """Who names a program or a certificate of ours asks about it: "tell me of the Quintana lab" is no small talk.

    Weak guesses that it is not ours give way to the likeliest question about the thing named.
    """
    kinds = [m["type"] for m in message.mentions if m["type"] in ("program", "provider", "credential")]
    top = ranking[0]
    if not kinds or top[INTENT_NAME_KEY] not in NOT_OURS or top[PREDICTED_CONFIDENCE_KEY] > SURELY_NOT_OURS:
        return list(ranking)
    family = FAMILIES["credential" if kinds[0] == "credential" else "program"]
    asked = next((r[INTENT_NAME_KEY] for r in ranking[1:4] if r[INTENT_NAME_KEY] in family), TOPIC_OF_KIND[kinds[0]])
    return [{**top, INTENT_NAME_KEY: asked}, *(r for r in ranking[1:] if r[INTENT_NAME_KEY] != asked)]


def about(message: Message, context: Mapping[str, Any]) -> str | None:
    """The kind of thing this message is about: an item of the last list that it picks, else the talk's focus."""
    listed = context.get("last_list") or []
    if "ordinal" in message.types and listed:
        kind = str(listed[0].get("kind"))
        return "program" if kind == "provider" else kind
    return focus(context)


def _asked_of_picked(ranking: Sequence[Mapping[str, Any]], message: Message, context: Mapping[str, Any]) -> str | None:
    """What "the second one, has it a future?" asks of the item it picks: the likeliest topic that is a question."""
    if not ("ordinal" in message.types and context.get("last_list")):
        return None
    for guess in ranking[:3]:
        if guess[INTENT_NAME_KEY] in REFINABLE and guess[PREDICTED_CONFIDENCE_KEY] >= ASKED_OF_PICKED:
            return str(guess[INTENT_NAME_KEY])
    return None


def weighed(topic: str, message: Message) -> str:
    """The comparison, when two things of a kind were named with "or", "vs", "o" between them."""
    kind, comparison = WEIGHED.get(topic, ("", topic))
    named = {m["value"] for m in message.mentions if m["type"] == kind}
    return comparison if len(named) > 1 and _OR.search(message.text) else topic


def focus(context: Mapping[str, Any]) -> str | None:
    """The kind of thing the conversation is about: role, credential or program."""
    topic = str(context.get("active_topic") or "")
    if topic == "credentials_for_role" or topic.startswith("credential_"):
        return "credential"
    if topic == "find_program" or topic.startswith("program_") or (topic == "legit_check" and context.get("provider")):
        return "program"
    return "role" if context.get("role") and topic else None


def in_focus(topic: str, message: Message, context: Mapping[str, Any]) -> str:
    """The topic, or its sibling about what the conversation is about when the message itself names nothing."""
    kind = about(message, context)
    if kind is None or NAMED_THINGS & set(message.types):
        return topic
    if kind == "role" and topic in DURATIONS and _HOW_LONG.search(message.text):
        return "pathway"
    for family in SIBLINGS:
        if topic in family.values():
            return family.get(kind, topic)
    return topic


def as_search(topic: str, message: Message, context: Mapping[str, Any]) -> str:
    """A question about "the" program is a search when no program is meant: "anything on Saturdays in Kendall"."""
    types = set(message.types)
    if topic not in PROGRAM_FACTS or {"program", "provider", "ordinal"} & types:
        return topic
    refines = context.get("active_topic") == "find_program" and types & WISHES
    listed = {item.get("kind") for item in context.get("shown") or []}
    known = context.get("program") or context.get("provider") or listed & {"program", "provider"}
    return "find_program" if refines or (not known and types & (SEARCHED | PLACES)) else topic


def _pending(message: Message, context: Mapping[str, Any]) -> str | None:
    """What an unclear message most likely answers: the question just asked, or the topic its names refine."""
    if context.get("asking"):
        return str(context["asking"])
    active = context.get("active_topic")
    return str(active) if active in REFINABLE and set(message.types) & NAMES else None


def follow_up(kind: str, message: Message, context: Mapping[str, Any]) -> str:
    """The topic of a message that only makes sense after an earlier one."""
    active = context.get("active_topic")
    shown = context.get("last_list" if "ordinal" in message.types else "shown") or []
    if kind == "choose" and shown and "ordinal" not in message.types and shown[0].get("kind") in COMPARED:
        return COMPARED[shown[0]["kind"]]
    if kind == "choose" and shown:
        return TOPIC_OF_KIND.get(shown[0].get("kind", ""), active or NOT_UNDERSTOOD)
    if CLASS_WISHES & set(message.types) and active not in SEARCHES:
        return "find_program"  # "any free ones near Nogales": only classes are free, online or in the evening
    if kind == "inform" and (stands_for := _detail_of_me(message, active)):
        return stands_for
    place_only = bool(message.types) and set(message.types) <= PLACES
    if active in REFINABLE and not (place_only and str(active).startswith("credential")):
        return str(active)
    for mention in message.mentions:
        if mention["type"] in TOPIC_OF_KIND:
            return TOPIC_OF_KIND[mention["type"]]
    if PLACES & set(message.types):
        return "find_program"
    return str(active) if active and kind == "choose" else NOT_UNDERSTOOD


def _detail_of_me(message: Message, active: str | None) -> str | None:
    """What "no car" or "im in 11th grade" asks after an answer that it does not change; None where it changes it."""
    types = set(message.types)
    practical = all(m["value"] in PRACTICAL for m in message.mentions if m["type"] == "need")
    if types == {"need"} and practical and active not in USES_NEEDS:
        return "supports"
    grades = [m for m in message.mentions if m["type"] == "age" and (m.get("more") or {}).get("grade")]
    return "high_school_options" if types == {"age"} and grades and active not in USES_AGE else None


def _same_family(ranking: Sequence[Mapping[str, Any]], context: Mapping[str, Any]) -> bool:
    """Whether the two best guesses are close enough in meaning that either answer serves (no need to ask)."""
    first, second = (str(r[INTENT_NAME_KEY]) for r in ranking[:2])
    return INTERNAL & {first, second} != frozenset() or context.get("active_topic") == first
