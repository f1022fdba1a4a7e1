"""Personal data in what is about to be published: found with its place, and said to staff.

`find` looks at one text; `problems` at a whole site: pages, data beside them, tables, file names, attachments.
What counts and what never counts stands line by line in tests/cases/privacy/, where staff can add."""

from portal.privacy.finder import find
from portal.privacy.findings import ANSWERED, BLOCKING, KINDS, Finding
from portal.privacy.pages import problems

__all__ = ["ANSWERED", "BLOCKING", "KINDS", "Finding", "find", "problems"]
