"""The report as JSON, for tools."""

import msgspec

from crosstie.qa.reports.report import Report


def report_json(report: Report) -> bytes:
    """Return a report as indented JSON (UTF-8): the fields of `Report`, undefined numbers null.

    `msgspec.json.decode(…, type=Report)` reads it back.
    """
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"
