"""Records as JSON: facts say where they are from, in the contract's words."""

from __future__ import annotations

from knowledge.export import as_json
from knowledge.views import Fact, LocalPay, NationalPay, Place, Price, Source, Words

BLS = Source("bls", "Bureau of Labor Statistics", "BLS", "https://www.bls.gov/", "official")


def test_a_fact_says_value_source_date_check_and_status() -> None:
    out = as_json(Fact(Price(100, 120, Words("each", "cada una")), BLS, "2025-05", None, "unverified"))
    assert out == {
        "value": {"low": 100, "high": 120, "note": {"en": "each", "es": "cada una"}},
        "source": {
            "id": "bls",
            "name": "Bureau of Labor Statistics",
            "short": "BLS",
            "url": "https://www.bls.gov/",
            "kind": "official",
        },
        "as_of": "2025-05",
        "verified_on": None,
        "status": "unverified",
    }


def test_pay_adds_basis_area_and_percentile_or_level() -> None:
    national = as_json(Fact(NationalPay(1, 2, 3, 4, None, True), BLS, "2025-05"))
    assert national["area"] == "United States"
    assert "percentiles" in national["basis"]
    assert national["value"]["median"] == 3
    local = as_json(Fact(LocalPay("46060", "Tucson, AZ", 1, 2, 3, 4), BLS, "2025-07"))
    assert local["area"] == "Tucson, AZ"
    assert "never medians" in local["basis"]
    assert local["value"]["level1"] == 1


def test_lists_and_plain_records_become_plain_json() -> None:
    out = as_json((Place("tucson-az", "Tucson", "AZ", "southern-arizona", zips=("85701",)),))
    assert out[0]["zips"] == ["85701"]
