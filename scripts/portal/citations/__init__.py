"""Citations of law in Vietnamese text.

    text ─finding─▶ Citation ─resolving─▶ Target ─linking─▶ <a class="portal-cite">
                       (names, documents, provisions,        └─mentions─▶ cited at · rests on · affected · problems
                        arranging, meaning)

The finder knows how laws are called, never which there are; `portal.laws` knows which there are and reads no text."""

from portal.citations.finding import Citation, find
from portal.citations.linking import Extension, makeExtension
from portal.citations.mentions import Index, affected_lines, problems
from portal.citations.resolving import Place, Target, resolve

__all__ = ["Citation", "Extension", "Index", "Place", "Target", "affected_lines", "find", "makeExtension", "problems", "resolve"]
