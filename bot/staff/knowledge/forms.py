"""A form for a record: WTForms fields made from the layout, filled from a record, read back into one.

Whether a record is right is the schema's to say (`knowledge.records.parse`); here a form only says what it cannot read, and
shows what the schema found beside the field it is about. What a form does not show stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from wtforms import Field as FormField
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from bot.channels.sms.transliteration import TYPOGRAPHY
from bot.staff.knowledge.layout import LANGUAGES, Field, Layout
from knowledge.content import Problem

Record = dict[str, Any]
Choices = Callable[[str], Sequence[tuple[str, str]]]
MOST_LINES, MOST_POINTS, SPARE_POINTS = 60, 12, 2
LONGEST_TEXT = 4_000
_YES_NO = (("", "Not known"), ("no", "No"), ("yes", "Yes"))
# Nothing a person types: control characters, and marks that turn the reading direction around.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NUMBER = re.compile(r"\$?\s*(\d{1,3}(?:,\d{3})+|\d{1,9})")


class FormError(ValueError):
    """The form could not be read into a record; its fields say why."""


def clean(text: str | None) -> str:
    """What was typed, without marks that cost a text message its room (curly quotes, long dashes) or hide something."""
    lines = (text or "").replace("\r\n", "\n").translate(TYPOGRAPHY)
    return _UNSEEN.sub("", lines).strip()


def build(layout: Layout, choices: Choices, record: Record | None = None, posted: Any = None) -> BaseForm:
    """The form over a stored record, or over what was posted. Fields are named by path, and by language where in two."""
    points = _points_shown(record, posted)
    fields: dict[str, Any] = {}
    for field in layout.fields():
        fields |= _form_fields(field, choices, points, record)
    form = BaseForm(fields)
    form.process(posted, data={name: _shown(record or {}, name, layout) for name in fields})
    return form


def read(layout: Layout, form: BaseForm, base: Record) -> Record:
    """The record that the form says, over what it does not show. Raises FormError; the fields then hold their errors."""
    if not form.validate():
        raise FormError
    record = _copied(base)
    for field in layout.fields():
        _put(record, field.path, _value(field, form, _get(base, field.path)))
    return record


def blame(form: BaseForm, problems: Iterable[Problem]) -> list[str]:
    """Hangs the schema's problems on the fields they are about; gives those that belong to none."""
    apart = []
    for problem in problems:
        name, words = _blamed(problem.field, problem.message, form)
        if name is None:
            apart.append(f"{problem.field}: {words}" if problem.field else words)
        else:
            form[name].errors = [*form[name].errors, words]
    return apart


# --- making fields ---------------------------------------------------------------------------------------------------


def _form_fields(field: Field, choices: Choices, points: int, record: Record | None) -> dict[str, FormField]:
    about: dict[str, Any] = {"label": field.label, "description": field.hint, "filters": [clean], "validators": []}
    text = TextAreaField if field.area or field.type in ("lines", "points") else StringField
    if field.type in ("both", "points"):
        names = [field.path] if field.type == "both" else [f"{field.path}.{n}" for n in range(points)]
        return {
            f"{name}.{language}": text(
                **about | {"label": field.in_language(language), "validators": [_at_most(LONGEST_TEXT)]}
            )
            for name in names
            for language in LANGUAGES
        }
    if field.type in ("one", "many", "yesno", "check"):
        return {field.path: _choice_field(field, choices, about, record)}
    checks = {"number": [_whole_number], "url": [_at_most(500), _web_address], "lines": [_few_lines]}
    about["validators"] = checks.get(field.type, [_at_most(field.max or 200)])
    return {field.path: text(**about)}


def _choice_field(field: Field, choices: Choices, about: dict[str, Any], record: Record | None) -> FormField:
    about.pop("filters")
    if field.type in ("yesno", "check"):
        return SelectField(choices=_options(_YES_NO[field.type == "check" :]), **about)
    offered = list(choices(field.of) if isinstance(field.of, str) else field.of)
    # What a record already says stays choosable, even where the list has moved on.
    held = _get(record or {}, field.path)
    for code in held if isinstance(held, list) else [held]:
        if code and code not in dict(offered):
            offered.append((code, code))
    if field.type == "many":
        boxes: dict[str, Any] = {"option_widget": CheckboxInput(), "widget": ListWidget(prefix_label=False)}
        return SelectMultipleField(choices=_options(offered), **boxes, **about)
    return SelectField(choices=_options([("", "Choose" if field.required else "Not known"), *offered]), **about)


def _options(pairs: Iterable[tuple[str, str]]) -> list[Any]:
    return [SelectChoice(code, words) for code, words in pairs]


def _at_most(length: int) -> Callable[[BaseForm, Any], None]:
    def check(_form: BaseForm, field: Any) -> None:
        if len(field.data or "") > length:
            raise ValidationError(f"has {len(field.data)} characters, at most {length} fit")

    return check


def _whole_number(_form: BaseForm, field: Any) -> None:
    if field.data and not _NUMBER.fullmatch(field.data):
        raise ValidationError("must be a whole number, such as 1200")


def _web_address(_form: BaseForm, field: Any) -> None:
    if not field.data:
        return
    try:
        parts = urlsplit(field.data)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in parts.netloc or re.search(r"\s|[<>\"'\\]", field.data):
        raise ValidationError("must be a web address that begins with https://")


def _few_lines(_form: BaseForm, field: Any) -> None:
    lines = (field.data or "").splitlines()
    if len(lines) > MOST_LINES or any(len(line) > 160 for line in lines):
        raise ValidationError(f"takes at most {MOST_LINES} lines of at most 160 characters")


def _points_shown(record: Record | None, posted: Any) -> int:
    if posted is not None:
        held = [int(m[1]) + 1 for name in posted if (m := re.fullmatch(r"points\.(\d{1,2})\.(?:en|es)", name))]
        return min(max(held, default=SPARE_POINTS), MOST_POINTS)
    return min(len((record or {}).get("points") or ()) + SPARE_POINTS, MOST_POINTS)


# --- from a record ---------------------------------------------------------------------------------------------------


def _shown(record: Record, name: str, layout: Layout) -> Any:
    """What a field of the form shows of the record."""
    value = _get(record, name)
    field = next((f for f in layout.fields() if f.path == name), None)
    if field is None or field.type in ("both", "points"):
        return value or ""
    if field.type in ("yesno", "check"):
        return {True: "yes", False: "no"}.get(value, "")
    if field.type == "many":
        return list(value or ())
    if field.type == "lines":
        return "\n".join(value or ())
    if field.path == "region" and record and value is None:
        return "all"
    return "" if value is None else str(value)


# --- to a record -----------------------------------------------------------------------------------------------------


def _value(field: Field, form: BaseForm, held: Any) -> Any:
    if field.type == "both":
        return _both(field.path, form)
    if field.type == "points":
        numbers = range(sum(name.startswith(f"{field.path}.") for name in form._fields) // len(LANGUAGES))
        return [pair for n in numbers if (pair := _both(f"{field.path}.{n}", form))]
    data = form[field.path].data
    if field.type == "yesno":
        return {"yes": True, "no": False}.get(data)
    if field.type == "check":
        return data == "yes"
    if field.type == "many":
        # Boxes have no order, records have: the first job of a program is the one it is for.
        chosen, first = data or (), held or ()
        return [code for code in first if code in chosen] + [code for code in chosen if code not in first]
    if field.type == "lines":
        return list(dict.fromkeys(line.strip() for line in data.splitlines() if line.strip()))
    if field.type == "number":
        return int(re.sub(r"\D", "", data)) if data else None
    return data or None


def _both(name: str, form: BaseForm) -> dict[str, str] | None:
    words = {language: form[f"{name}.{language}"].data or "" for language in LANGUAGES}
    return words if any(words.values()) else None


def _get(record: Mapping[str, Any], path: str) -> Any:
    value: Any = record
    for part in path.split("."):
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = (value or {}).get(part)
    return value


def _put(record: Record, path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for part in parents:
        record = record.setdefault(part, {})
    record[last] = value


def _copied(record: Record) -> Record:
    return {name: dict(value) if isinstance(value, dict) else value for name, value in record.items()}


# --- the schema's words ----------------------------------------------------------------------------------------------

_PLAIN = {
    "Field required": "Please fill this in",
    "String should have at least 1 character": "Please fill this in",
    "Input should be a valid string": "Please fill this in",
    "Input should be a valid dictionary or instance of Both": "Please fill this in, in both languages",
    "Input should be a valid integer": "Please fill this in with a whole number",
}
_HALF = re.compile(r"(en|es) (has \d+ characters, at most \d+ fit)")


def _blamed(path: str, message: str, form: BaseForm) -> tuple[str | None, str]:
    words = _PLAIN.get(message, message)
    if half := _HALF.fullmatch(message):
        path, words = f"{path}.{half[1]}", half[2]
    # The field itself, its English half, or the nearest field above it.
    while path:
        for name in (path, f"{path}.en"):
            if name in form:
                return name, words
        path = path.rpartition(".")[0]
    return None, words
