"""README's table of figures is the one that was measured last."""

from __future__ import annotations

from tests.load import eval_history


def test_readme_shows_the_last_measured_figures() -> None:
    text = eval_history.README.read_text(encoding="utf-8")
    assert eval_history.with_table(text, eval_history.latest()) == text


def test_table_leaves_out_what_was_not_measured() -> None:
    table = eval_history.table({"single": {"en": 0.912, "es": 0.9, "mix": None}, "multi": None})
    assert "91.2 / 90.0 / –" in table
    assert "conversations" not in table
