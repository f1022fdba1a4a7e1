#!/bin/sh
# Double click (or "Run"): opens the desk in the browser. Everything else is in `portal desk`.
cd "$(dirname "$0")/.." && exec python3 scripts/portal desk
