"""Starts MiniStack after applying our repairs.

``MINISTACK_REPAIRS`` names the repairs to apply, separated by commas; unset means all of them,
an empty value none. Leaving one out is how a probe tells that a repair is no longer needed.
"""

import importlib
import os
import pathlib

_directory = pathlib.Path(__file__).parent / "repairs"
_known = sorted(path.stem for path in _directory.glob("*.py"))


def _wanted() -> list[str]:
    names = os.environ.get("MINISTACK_REPAIRS")
    if names is None:
        return _known
    chosen = [name for name in names.split(",") if name]
    unknown = set(chosen) - set(_known)
    if unknown:
        raise SystemExit(f"Unknown repairs: {', '.join(sorted(unknown))}; there are {', '.join(_known)}")
    return chosen


if __name__ == "__main__":
    for name in _wanted():
        importlib.import_module(f"repairs.{name}").apply()
    from ministack.app import main

    main()
