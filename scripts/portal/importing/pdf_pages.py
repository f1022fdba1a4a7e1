"""The pages of a PDF as lines of JSON: words with their place and font, ruled cells, share of pictures.

Run as a program of its own (`python pdf_pages.py FILE MOST_PAGES MEMORY`), so that a bad file can be stopped by time and memory."""

from __future__ import annotations

import json
import sys
from typing import Any

if __name__ == "__main__":
    # Python puts this file's folder first on the path, and its neighbours would hide other modules.
    sys.path.pop(0)

Word = tuple[str, float, float, float, float, str, float]
_LEAST_LINES = 6      # a ruled table has more lines than this; fewer are rules under titles


def words(page: Any) -> list[Word]:
    """text, left, right, top, bottom, font, size of each word; a word in two fonts or sizes comes as two that touch."""
    found = []
    for word in page.extract_words(x_tolerance_ratio=0.18, return_chars=True, keep_blank_chars=False):
        start = 0
        chars = word["chars"]
        for at in range(1, len(chars) + 1):
            if at == len(chars) or chars[at]["fontname"] != chars[start]["fontname"] or abs(chars[at]["size"] - chars[start]["size"]) > 0.2 * chars[start]["size"]:
                piece = chars[start:at]
                found.append(("".join(c["text"] for c in piece), round(piece[0]["x0"], 1), round(_right(piece[-1]), 1), round(min(c["top"] for c in piece), 1),
                              round(max(c["bottom"] for c in piece), 1), piece[0]["fontname"], round(piece[0]["size"], 1)))
                start = at
    return found


def _right(char: Any) -> float:
    """The right edge of a letter. Slanted by the printer for want of an italic font, its box reaches over the blank that follows it."""
    _, _, slant, height, _, _ = char.get("matrix") or (1, 0, 0, 1, 0, 0)
    return float(char["x1"]) - (abs(slant / height) * (char["bottom"] - char["top"]) if height else 0)


def tables(page: Any) -> list[list[tuple[float, float, float, float]]]:
    """The cells (left, top, right, bottom) of each ruled table of more than one cell."""
    if len(page.lines) + len(page.rects) + len(page.curves) < _LEAST_LINES:
        return []
    return [[tuple(round(edge, 1) for edge in cell) for cell in table.cells] for table in page.find_tables() if len(table.cells) > 1]


def _page_facts(page: Any) -> dict[str, Any]:
    pictures = sum(max(0, image["x1"] - image["x0"]) * max(0, image["bottom"] - image["top"]) for image in page.images)
    return {"width": float(page.width), "height": float(page.height), "words": words(page), "tables": tables(page),
            "pictures": len(page.images), "covered": min(1.0, pictures / max(1.0, float(page.width * page.height)))}


def main(path: str, most: int, memory: int) -> None:
    """Prints the number of pages, then what each page holds, a line of JSON for each; `memory` in bytes."""
    try:
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        pass                        # Windows has no such bound; the time still holds
    import pdfplumber
    with pdfplumber.open(path) as document:
        print(json.dumps({"pages": len(document.pages)}), flush=True)
        for page in document.pages[:most]:
            print(json.dumps(_page_facts(page)), flush=True)
            page.close()


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    except Exception as error:
        print(json.dumps({"error": "password" if "assword" in repr(error) or "ncrypt" in repr(error) else "broken"}), flush=True)
