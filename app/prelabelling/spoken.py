"""Where speech and its transcript meet: the times of written words, and the words of a time."""

from collections.abc import Iterator

from crosstie.app.prelabelling.maker import Job
from crosstie.app.prelabelling.media import MediaMissing
from crosstie.app.prelabelling.roles import Placed
from crosstie.schema.anchors import TextSpan, TimeSpan
from crosstie.schema.records import Asset
from crosstie.schema.text_search import find_again
from crosstie.storage.media.queries import Segment, Transcript

Span = tuple[int, int]


def transcript_of(job: Job, asset: Asset) -> Transcript | None:
    """A transcript's text and times; None, with a note, where it cannot be read."""
    try:
        return job.media.transcript(asset)
    except MediaMissing as error:
        job.note(f"{asset.id} could not be read: {error}")
        return None


def written_span(job: Job, placed: Placed) -> Span | None:
    """When what is marked in a transcript was said, in sample time; None where nothing tells.

    Inside a segment time is shared out evenly over its characters.
    """
    clock = placed.asset.clock
    match placed.annotation.anchor:
        case TimeSpan(start_ns=start_ns, end_ns=end_ns):
            return clock.sample_from_asset(start_ns), clock.sample_from_asset(end_ns)
        case TextSpan() as span:
            transcript = transcript_of(job, placed.asset)
            found = _said_at(transcript, span) if transcript else None
            return (clock.sample_from_asset(found[0]), clock.sample_from_asset(found[1])) if found else None
        case _:
            return None


def segments_during(job: Job, span: Span, sound: Asset) -> Iterator[tuple[Asset, Transcript, Segment, int]]:
    """The segments that the transcripts of a sound have in a time: each with how long it shares, above 0.

    Transcripts that say of which sound they are count for that one alone.
    """
    for asset in job.state.assets.values():
        if asset.kind != "transcript" or asset.of not in ("", sound.id):
            continue
        transcript = transcript_of(job, asset)
        for segment in transcript.segments if transcript else ():
            start = asset.clock.sample_from_asset(segment.start_ns)
            end = asset.clock.sample_from_asset(segment.end_ns)
            shared = min(span[1], end) - max(span[0], start)
            if transcript and shared > 0:
                yield asset, transcript, segment, shared


def words_during(job: Job, span: Span, sound: Asset) -> str:
    """What is written of a time: the text of every segment at least half of which lies in it."""
    said = []
    for _, transcript, segment, shared in segments_during(job, span, sound):
        if 2 * shared >= segment.end_ns - segment.start_ns:
            said.append(transcript.text[segment.text_start : segment.text_end])
    return " ".join(dict.fromkeys(said))


def shared_part(first: Span, second: Span) -> float:
    """Shared time of two spans over the time of both, 0 to 1."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    whole = max(first[1], second[1]) - min(first[0], second[0])
    return max(shared, 0) / whole if whole else float(first == second)


def _said_at(transcript: Transcript, span: TextSpan) -> Span | None:
    if transcript.text[span.start : span.end] != span.quote:
        moved = find_again(span, transcript.text)
        if moved is None:
            return None
        span = moved
    times = [
        time
        for segment in transcript.segments
        if segment.end_ns > segment.start_ns
        if segment.text_start < span.end and span.start < segment.text_end
        for time in _inside(segment, span)
    ]
    return (min(times), max(times)) if times else None


def _inside(segment: Segment, span: TextSpan) -> Span:
    length = segment.text_end - segment.text_start
    first, last = (
        min(max(offset - segment.text_start, 0), length) * (segment.end_ns - segment.start_ns) // length
        for offset in (span.start, span.end)
    )
    return segment.start_ns + first, segment.start_ns + last
