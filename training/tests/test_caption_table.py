"""What the docs say of the shipped packs is what their reports say."""

from pathlib import Path

import pytest

from afterimage_training.captions.rooms import PLANS
from afterimage_training.captions.table import table

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", ["room", "cctv"])
def test_the_docs_have_the_figures_of_the_packs(kind):
    names = [name for name in PLANS if name.startswith(kind)]
    assert table(REPOSITORY / "packs", names) in (REPOSITORY / "docs" / "captions.md").read_text()
