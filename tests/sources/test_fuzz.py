"""A damaged file is loaded or refused within the limits, never anything else."""

import random

import pytest

from data_loaders.extracts.child import run_guarded
from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refusal_words
from domain.program.errors import RefusedFileError
from tests.sources import fuzz_tasks
from tests.sources.workbooks import CONTAINERS, parts_of, zipped

LIMITS = Limits(seconds=60, memory_mb=1024)
MUTANTS = 15


def mutated(content: bytes, dice: random.Random) -> bytes:
    """*content* with some bytes changed, cut out, doubled or cut off."""
    data = bytearray(content)
    for _ in range(dice.choice((1, 3, 10))):
        at = dice.randrange(len(data) or 1)
        size = dice.choice((1, 2, 8, 64))
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                data[at : at + size] = dice.randbytes(size)
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size]
            case 4:
                data[at : at + 4] = b"\xff\xff\xff\xff"
    return bytes(data[: dice.randrange(len(data) + 1)] if dice.random() < 0.1 else data)


def mutants(container: str) -> list[bytes]:
    """Damaged copies; of a zip also copies whose zip is whole and whose parts are damaged."""
    dice = random.Random(f"{container} 14/11/2023")
    content = CONTAINERS[container]()
    damaged = [mutated(content, dice) for _ in range(MUTANTS)]
    if content.startswith(b"PK"):
        parts = parts_of(content)
        for _ in range(MUTANTS):
            name = dice.choice([n for n in parts if parts[n]])
            damaged.append(zipped({**parts, name: mutated(parts[name], dice)}))
    return damaged


def outcomes(files: list[bytes]) -> list[str]:
    """What became of each file; a file that kills its child is asked about alone and the rest go on."""
    try:
        return run_guarded(fuzz_tasks.read_all, b"x", "hỏng", files, LIMITS)
    except RefusedFileError as refusal:
        if len(files) == 1:
            return [refusal.code]
        half = len(files) // 2
        return outcomes(files[:half]) + outcomes(files[half:])


@pytest.mark.parametrize("container", sorted(CONTAINERS))
def test_mutants_are_loaded_or_refused(container):
    found = outcomes(mutants(container))
    assert len(found) >= MUTANTS
    assert set(found) <= {"loaded", *refusal_words()}, found
    assert "timed_out" not in found
