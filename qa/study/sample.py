"""The map: one sample into rows of exact sums, for every comparison that its passes allow."""

from collections.abc import Collection

from crosstie.qa.checking.one import PassChecker
from crosstie.qa.study.cells import Cells
from crosstie.qa.study.comparing import Comparing
from crosstie.qa.study.counting.settled import consistency_cells
from crosstie.qa.study.pairing import Pairing, Pairs
from crosstie.qa.study.pods import Pods
from crosstie.qa.study.reading import SampleReader
from crosstie.qa.study.row import Comparison, Counted, Refused, Row
from crosstie.schema.records import Pass, Sample
from crosstie.storage.database import Database, failures_of, snapshot


class SampleCounter:
    """Counts samples of one project that is open for reading, one at a time.

    Blind passes are counted whoever asks: sums tell of no label, and without blind passes there is no
    agreement to speak of.
    """

    def __init__(self, database: Database, pods: Pods, asked: Collection[Comparison]) -> None:
        self._database, self._pods, self._asked = database, pods, frozenset(asked)
        self._reader = SampleReader(database)
        self._checker = PassChecker(database)

    def count(self, sample_id: str) -> Counted:
        """Return the rows of a sample. Raises StoreFailed when it is not there or cannot be read."""
        with failures_of(self._database.path), snapshot(self._database.driver):
            read = self._reader.read(sample_id)
            pairs = Pairs(read.passes, self._reader.actors, self._pods)
            comparing = Comparing(read, pairs)
            rows = [self._row(read.sample, pairs, one, comparing.cells(one)) for one in pairs.of(self._asked)]
        settled = pairs.settled if "settled" in self._asked else None
        if settled is not None:
            rows.append(self._settled(read.sample, pairs, settled))
        refused = tuple(Refused(reason, sample_id) for reason in sorted(pairs.refused))
        return Counted(tuple(rows), refused)

    def _settled(self, sample: Sample, pairs: Pairs, opened: Pass) -> Row:
        cells = consistency_cells(self._checker.check(opened).rules)
        return self._row(sample, pairs, Pairing("settled", opened, opened, (opened,)), cells)

    def _row(self, sample: Sample, pairs: Pairs, pairing: Pairing, cells: Cells) -> Row:
        names = tuple(sorted({pairs.name(one) for one in pairing.judged}))
        return Row(
            sample.id,
            sample.language,
            sample.batch,
            sample.site,
            pairing.comparison,
            pairing.passes,
            names,
            self._pods.of(names),
            cells,
        )
