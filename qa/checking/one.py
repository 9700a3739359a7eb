"""Checks passes one after another, in whichever process this is."""

from crosstie.qa.checking.results import Checked
from crosstie.schema.document import SchemaDocument
from crosstie.schema.records import Pass
from crosstie.schema.rules.evaluate import judge_roster
from crosstie.schema.rules.plan import Plan, plan_of, planned
from crosstie.storage.database import Database, failures_of, snapshot
from crosstie.storage.lean import read_pass
from crosstie.storage.schema_documents import SchemaDocuments


class PassChecker:
    """Judges passes of one project, each under the schema that it was made under."""

    def __init__(self, database: Database, rule_id: str = "") -> None:
        self._database = database
        self._documents = SchemaDocuments(database.driver)
        self._rule_id = rule_id
        self._plans: dict[str, tuple[SchemaDocument, Plan]] = {}

    def check(self, opened: Pass) -> Checked:
        """One pass. Raises StoreFailed when it cannot be read."""
        document, plan = self._rules(opened)
        with failures_of(self._database.path), snapshot(self._database.driver):
            state, roster = read_pass(self._database.driver, opened)
            report = judge_roster(document, state, roster, plan, opened.id)
        return Checked(
            opened.sample_id,
            opened.id,
            opened.kind,
            document.id,
            document.version,
            report.tallies,
            report.violations,
        )

    def _rules(self, opened: Pass) -> tuple[SchemaDocument, Plan]:
        found = self._plans.get(opened.schema.sha256)
        if found is None:
            document = self._documents.by_ref(opened.schema)
            plan = planned(document, (self._rule_id,)) if self._rule_id else plan_of(document)
            found = self._plans[opened.schema.sha256] = (document, plan)
        return found
