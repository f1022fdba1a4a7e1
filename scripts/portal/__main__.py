"""`python3 scripts/portal VERB …`: sees that the tools are there, then does what the verb says.

Runs on a bare Python: nothing but the standard library may be imported before the environment stands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OLDEST = (3, 11)


def main() -> int:
    """The exit code of the verb that was typed; 2 when this computer cannot be made ready for it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")     # Windows consoles, and pipes with LANG=C
    if sys.version_info < OLDEST:
        print(f"Cần Python {OLDEST[0]}.{OLDEST[1]} trở lên; máy này đang chạy {sys.version.split()[0]}.", file=sys.stderr)
        return 2
    # The folder of this file must not stand on the path: its modules are portal.x, never x.
    sys.path[:] = [str(HERE.parent), *(place for place in sys.path if Path(place or ".").resolve() != HERE)]
    from portal import setup

    verb = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    try:
        python = setup.ready(ROOT, verb)
    except setup.CannotSetUp as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 2
    if python is not None:
        return setup.run_again(python, HERE, sys.argv[1:])
    os.chdir(ROOT)
    from portal import cli

    return cli.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
