"""Names in text: what is linked to what, and what is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.mentions import TYPES, Entry, Linker, LinkerSource, Mention

CONTENT = Path(__file__).parents[2] / "knowledge" / "content"


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker.from_content(CONTENT)


def told(linker: Linker, text: str) -> set[tuple[str, str]]:
    return {(mention.type, mention.value) for mention in linker.link(text)}


def one(linker: Linker, text: str, kind: str) -> Mention:
    (mention,) = [mention for mention in linker.link(text) if mention.type == kind]
    return mention


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("HELP-DESK salaries", "role", "15-1232"),
        ("helpdesk", "role", "15-1232"),
        ("soporte tecnico", "role", "15-1232"),
        ("what do NETWORK ARCHITECTS do", "role", "15-1241"),
        ("network admin", "role", "15-1244"),
        ("administradoras de redes", "role", "15-1244"),
        ("tecnica en redes", "role", "15-1231"),
        ("técnico de mantenimiento de computadoras", "role", "49-2011"),
        ("data scientist", "role", "15-2051"),
        ("datascientist", "role", "15-2051"),
        ("administrador d redes", "role", "15-1244"),
        ("cyber security analyst", "role", "15-1212"),
        ("cyber security analist", "role", "15-1212"),
        ("how do hackers get hired", "role", "15-1299.04"),
        ("ethical hackers", "role", "15-1299.04"),
        ("sofware developer", "role", "15-1252"),
        ("full stack dev", "role", "15-1254"),
        ("C++ developer", "role", "15-1252"),
        ("repairing laptops", "role", "49-2011"),
        ("comp tia a+", "credential", "comptia-a-plus"),
        ("what is the A +?", "credential", "comptia-a-plus"),
        ("sec plus", "credential", "comptia-security-plus"),
        ("net +", "credential", "comptia-network-plus"),
        ("ccna", "credential", "cisco-ccna"),
        ("AZ-900", "credential", "azure-fundamentals"),
        ("az900", "credential", "azure-fundamentals"),
        ("google it certificate", "credential", "google-it-support"),
        ("hialeah", "place", "hialeah-fl"),
        ("en Tuscon", "place", "tucson-az"),
        ("Arlington", "place", "arlington-va"),
        ("Alexandria, VA", "place", "alexandria-va"),
        ("Green Valley", "place", "green-valley-az"),
        ("condado de montgomery", "place", "montgomery-county-md"),
        ("classes in Bowie", "place", "bowie-md"),
        ("cerca de largo", "place", "largo-md"),
        ("the DMV", "region", "dc-metro"),
        ("in the district", "region", "dc-metro"),
        ("sur de arizona", "region", "southern-arizona"),
        ("miami-dade", "region", "miami-dade"),
        ("perscholas", "provider", "per-scholas"),
        ("Miami Dade College", "provider", "miami-dade-college"),
        ("classes at Quincy", "provider", "quincy-college"),
        ("youth ambassador", "program", "az-cyber-youth-ambassador"),
        ("networking classes", "category", "networking"),
        ("clases de diseño", "category", "design"),
        ("ciberseguridad", "category", "crosscutting"),
        ("progamming bootcamp", "category", "programming"),
        ("soy mesera", "background", "35-3023"),
        ("i'm a cashier", "background", "41-2031"),
        ("night classes", "schedule", "evening"),
        ("los sábados", "schedule", "weekend"),
        ("medio tiempo", "schedule", "part-time"),
        ("en línea", "modality", "online"),
        ("presenciales", "modality", "in_person"),
        ("híbrido", "modality", "hybrid"),
        ("i dont have a car", "need", "transport"),
        ("no tengo laptop", "need", "laptop"),
        ("necesito guardería", "need", "child-care"),
    ],
)
def test_link_finds_names(linker: Linker, text: str, kind: str, value: str) -> None:
    assert (kind, value) in told(linker, text)


@pytest.mark.parametrize(
    "text",
    [
        "i need support right now",
        "is it good for me",
        "delete my data please",
        "borren mis datos",
        "interior design",
        "me gusta el color rojo de las redes sociales",
        "being bilingual is a plus",
        "i got an a+ on my essay",
        "just google it",
        "the cloud looks like rain",
        "hello mercury",
        "help with reading",
        "it took a long time",
        "good evening",
        "buenas noches",
        "feel free to ask",
        "who is the designer's mom",
        "va a llover",
        "",
        "😀😀",
        "\x00\x00",
    ],
)
def test_link_leaves_ordinary_words_alone(linker: Linker, text: str) -> None:
    names = {"role", "credential", "category", "place", "region", "provider", "program", "budget", "schedule"}
    assert not [m for m in linker.link(text) if m.type in names and m.value != "27-1024"]


def test_link_reads_a_general_head_and_its_field_as_one_job(linker: Linker) -> None:
    text = "técnico de mantenimiento de computadoras"
    (mention,) = linker.link(text)
    assert (mention.value, mention.text) == ("49-2011", text)


def test_link_tells_field_and_job_of_a_bare_field_word(linker: Linker) -> None:
    assert one(linker, "cybersecurity", "category").more["role"] == "15-1212"
    assert one(linker, "redes", "category").more["role"].startswith("15-12")
    assert one(linker, "tech support jobs", "role").more["category"] == "support"


def test_link_never_takes_another_states_town_for_ours(linker: Linker) -> None:
    place = one(linker, "jobs in Arlington, Texas", "place")
    assert place.value == "arlington-tx"
    assert "region" not in place.more


def test_link_tells_the_town_inside_a_programs_name(linker: Linker) -> None:
    assert told(linker, "year up boston") >= {("program", "year-up-boston"), ("place", "boston-ma")}
    assert not [m for m in linker.link("miami dade college") if m.type in ("place", "region")]


def test_link_gives_offsets_into_the_text_as_typed(linker: Linker) -> None:
    text = "¿Piden una mesa de ayuda por Río Rico? 🎉 𝕊𝕖𝕔+"
    mentions = linker.link(text)
    assert [mention.text for mention in mentions] == ["mesa de ayuda", "Río Rico", "𝕊𝕖𝕔+"]
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert {mention.type for mention in mentions} <= set(TYPES)


def test_link_keeps_two_jobs_of_a_comparison_in_order(linker: Linker) -> None:
    roles = [m.value for m in linker.link("web developer, data analyst o help desk") if m.type == "role"]
    assert roles == ["15-1254", "15-2051.01", "15-1232"]


def test_link_joins_no_words_across_a_sentence(linker: Linker) -> None:
    assert told(linker, "i like the web. developer is a word") & {("role", "15-1254")} == set()


def test_link_reads_zip_codes(linker: Linker) -> None:
    known = one(linker, "near 85621 pls", "zip")
    assert known.more["region"] == "southern-arizona"
    assert not [m for m in linker.link("it costs $12000 or 12345 dollars") if m.type == "zip"]


def test_name_shared_by_many_programs_names_none() -> None:
    shared = [Entry("program", f"p{number}", "Certificate in Widgetry") for number in range(9)]
    linker = Linker([*shared, Entry("program", "own", "Widgetry at Zorba")])
    assert told(linker, "certificate in widgetry") == set()
    assert told(linker, "widgetry at zorba") == {("program", "own")}


def test_linker_source_rebuilds_only_on_a_new_revision() -> None:
    revision, reads = 1, 0

    def entries() -> list[Entry]:
        nonlocal reads
        reads += 1
        return [Entry("program", f"added-{revision}", f"Quantum Quilting {revision}")]

    source = LinkerSource(lambda: revision, entries)
    assert told(source.current(), "quantum quilting 1") == {("program", "added-1")}
    assert source.current() is source.current()
    revision = 2
    assert told(source.current(), "quantum quilting 2") == {("program", "added-2")}
    assert reads == 2


def test_cost_of_a_message_does_not_grow_with_the_catalogue() -> None:
    import time

    text = "any free cyber security classes at night near Framingham for my 16 year old, or quilting school 77?"

    def seconds(count: int) -> float:
        linker = Linker(Entry("program", f"p{n}", f"Quilting School {n} of Zorba") for n in range(count))
        linker.link(text)
        return min(_timed(time.thread_time, linker, text) for _ in range(20))

    assert seconds(20_000) < 4 * seconds(200) + 0.001


def _timed(clock: object, linker: Linker, text: str) -> float:
    assert callable(clock)
    began = clock()
    linker.link(text)
    return float(clock() - began)
