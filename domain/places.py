"""Where the files that an official may edit are kept."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
SOURCES = DATA / "sources"
CODES = DATA / "codes"
RULES = DATA / "rules"
INDICATOR_SETS = DATA / "indicator_sets"
SAMPLES = DATA / "samples"
VAR = DATA / "var"
