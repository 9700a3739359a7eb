"""Turns are tied to their words by time, and to the speaker whom the transcript names."""

import msgspec

from crosstie.app.prelabelling.makers import speaker_name, speech_text
from crosstie.schema.anchors import TimeSpan
from crosstie.schema.clock import AssetClock
from crosstie.schema.records import Annotation, Entity
from crosstie.schema.text import span_of
from crosstie.storage.media.queries import Transcript
from tests.app.prelabelling.small_jobs import (
    SECOND,
    FakeMedia,
    Tried,
    asset,
    entity,
    label,
    state_of,
    transcript,
)

MIC, WORDS = asset("mic", "audio"), asset("words", "transcript", of="mic")
TALK = transcript(
    (0.5, 2.0, "S1", "A truck ahead."), (2.5, 4.0, "S2", "Copy."), (4.5, 6.0, "S1", "It turns. It stops.")
)
MEDIA = FakeMedia(transcripts={"words": TALK})


def turn(key: str, start_s: float, end_s: float) -> Annotation:
    return label(key, "mic", "c_speech", TimeSpan(round(start_s * SECOND), round(end_s * SECOND)))


def said(key: str, words: str, talk: Transcript = TALK) -> Annotation:
    start = talk.text.index(words)
    return label(key, "words", "c_words", span_of(talk.text, start, start + len(words)))


def speakers() -> list[Entity]:
    return [entity("anna", "S1 driver", "e_speaker"), entity("bob", "S2 control", "e_speaker"),
            entity("truck", "S1 truck")]  # fmt: skip


def test_a_turn_is_tied_to_the_words_of_its_time() -> None:
    labels = [
        turn("one", 0.4, 2.1),
        turn("two", 2.4, 4.0),
        turn("silent", 7.0, 8.0),
        said("a", "A truck ahead."),
        said("b", "Copy."),
        said("c", "It turns. It stops."),
    ]
    tried = Tried(speech_text.MAKER, state_of((MIC, WORDS), labels), MEDIA)
    assert tried.held("l_written") == {("one", "a"), ("two", "b")}
    assert tried.of("l_written")["one", "a"].reason == (
        "The turn is spoken at 0.40–2.10 s and the words are written at 0.50–2.00 s:"
        " 88% of that time is shared."
    )


def test_part_of_a_line_is_written_in_its_part_of_the_time() -> None:
    labels = [turn("first half", 4.5, 5.2), turn("second half", 5.2, 6.0), said("turns", "It turns.")]
    tried = Tried(speech_text.MAKER, state_of((MIC, WORDS), labels), MEDIA)
    assert tried.held("l_written") == {("first half", "turns")}


def test_words_are_found_again_in_a_corrected_transcript() -> None:
    corrected = transcript((0.5, 2.0, "S1", "Well, a truck ahead."), (2.5, 4.0, "S2", "Copy."))
    labels = [turn("two", 2.5, 4.0), said("b", "Copy.")]
    media = FakeMedia(transcripts={"words": corrected})
    tried = Tried(speech_text.MAKER, state_of((MIC, WORDS), labels), media)
    assert tried.held("l_written") == {("two", "b")}


def test_a_transcript_without_times_or_of_another_sound_tells_nothing() -> None:
    labels = [turn("one", 0.4, 2.1), said("a", "A truck ahead.")]
    untimed = FakeMedia(transcripts={"words": transcript((0, 0, "", TALK.text))})
    tried = Tried(speech_text.MAKER, state_of((MIC, WORDS), labels), untimed)
    assert (tried.proposals, tried.notes) == ([], ["1 of 1 transcript spans have no time"])
    other = asset("words", "transcript", of="radio")
    assert Tried(speech_text.MAKER, state_of((MIC, other), labels), MEDIA).proposals == []
    gone = Tried(speech_text.MAKER, state_of((MIC, WORDS), labels), FakeMedia())
    assert gone.proposals == []
    assert gone.notes[0] == "words could not be read: words is not there"


def test_a_late_transcript_is_compared_on_the_sample_s_clock() -> None:
    late = msgspec.structs.replace(WORDS, clock=AssetClock(3 * SECOND))
    labels = [turn("then", 3.5, 5.0), turn("now", 0.5, 2.0), said("a", "A truck ahead.")]
    tried = Tried(speech_text.MAKER, state_of((MIC, late), labels), MEDIA)
    assert tried.held("l_written") == {("then", "a")}


def test_a_turn_is_tied_to_the_speaker_whom_the_transcript_names() -> None:
    labels: list[Annotation | Entity] = [
        *speakers(),
        turn("one", 0.4, 2.1),
        turn("two", 2.4, 4.2),
        turn("both", 1.0, 4.0),
    ]
    tried = Tried(speaker_name.MAKER, state_of((MIC, WORDS), labels), MEDIA)
    assert {("one", "anna"), ("two", "bob")} <= tried.held("l_speaker")
    told = tried.of("l_speaker")["one", "anna"]
    assert told.reason == (
        "The transcript says that “S1” speaks for 100% of the time, and S1 driver has the number “S1”."
    )
    unsure = tried.of("l_speaker")["both", "bob"]
    assert unsure.score < told.score


def test_a_speaker_without_a_name_is_nobody() -> None:
    labels: list[Annotation | Entity] = [turn("one", 0.4, 2.1), *speakers()]
    nameless = FakeMedia(transcripts={"words": transcript((0.5, 2.0, "", "A truck."))})
    assert Tried(speaker_name.MAKER, state_of((MIC, WORDS), labels), nameless).proposals == []
    strangers = FakeMedia(transcripts={"words": transcript((0.5, 2.0, "Linh", "A truck."))})
    assert Tried(speaker_name.MAKER, state_of((MIC, WORDS), labels), strangers).proposals == []
