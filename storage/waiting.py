"""Which samples hold candidates that wait for one person, and what people decided; no sample is opened."""

from typing import Final

import msgspec

from crosstie.storage.database import Database, failures_of

_WAITING: Final = """
WITH mine AS (
    SELECT sample_id, id, kind, max(position) FROM passes WHERE actor_id = :actor_id GROUP BY sample_id
), makers AS (
    SELECT one.sample_id, one.id, mine.id AS about, max(one.position)
    FROM mine JOIN passes AS one
      ON one.sample_id = mine.sample_id AND one.kind = 'model'
     AND json_extract(one.body, '$.started_from') = mine.id
    WHERE mine.kind <> 'blind'
    GROUP BY one.sample_id, one.actor_id
), open AS (
    SELECT links.sample_id, type_id, from_id, to_id
    FROM makers JOIN links ON links.sample_id = makers.sample_id AND links.pass_id = makers.id
    WHERE links.status = 'candidate'
  UNION
    SELECT links.sample_id, type_id, from_id, to_id
    FROM mine JOIN links ON links.sample_id = mine.sample_id AND links.pass_id = mine.id
    WHERE links.status = 'candidate'
       OR (links.status = 'unsure' AND mine.kind IN ('review', 'adjudicated')
           AND coalesce(json_extract(links.body, '$.decided_ms'), 0) = 0)
  EXCEPT
    SELECT links.sample_id, type_id, from_id, to_id
    FROM mine JOIN links ON links.sample_id = mine.sample_id AND links.pass_id = mine.id
    WHERE links.status IN ('certain', 'rejected')
       OR (links.status = 'unsure'
           AND (mine.kind NOT IN ('review', 'adjudicated') OR json_extract(links.body, '$.decided_ms') > 0))
)
SELECT sample_id, count(*) FROM open GROUP BY sample_id ORDER BY sample_id
"""
_DECIDED: Final = """
SELECT actors.id, json_extract(actors.body, '$.name'), links.sample_id, links.pass_id,
       CASE WHEN json_extract(links.body, '$.provenance.source') = 'pass'
            THEN coalesce(origin.id, links.id) ELSE links.id END,
       links.status, json_extract(links.body, '$.decided_ms')
FROM links
JOIN passes ON passes.sample_id = links.sample_id AND passes.id = links.pass_id
JOIN actors ON actors.id = passes.actor_id
LEFT JOIN links AS origin
  ON origin.sample_id = links.sample_id
 AND origin.id = json_extract(links.body, '$.provenance.origin_id')
 AND (origin.status = 'candidate' OR origin.pass_id = links.pass_id)
WHERE links.status <> 'candidate' AND json_extract(links.body, '$.decided_ms') > 0
ORDER BY actors.position, links.position
"""


class Decided(msgspec.Struct, frozen=True):
    """One link by which somebody decided on `candidate_id`; one that was re-aimed has left two."""

    actor_id: str
    actor_name: str
    sample_id: str
    pass_id: str
    candidate_id: str
    status: str
    decided_ms: int


def waiting_by_sample(database: Database, actor_id: str) -> dict[str, int]:
    """How many candidates about an actor's newest pass wait for them, by sample; none where there are none.

    Each two ends count once, whoever proposes them. Whether the schema still has room for a link is only
    known once the sample is open, so there may be fewer. Raises StoreFailed when it cannot be read.
    """
    with failures_of(database.path):
        found = database.driver.execute(_WAITING, {"actor_id": actor_id})
        return {str(key): int(count) for key, count in found}


def decided_links(database: Database) -> tuple[Decided, ...]:
    """Every link by which a candidate was decided on, by actor. Raises StoreFailed when it cannot be read."""
    with failures_of(database.path):
        return tuple(Decided(*row) for row in database.driver.execute(_DECIDED))
