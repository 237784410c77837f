"""How large, how long and how heavy may one received file be?"""

from dataclasses import dataclass

from domain.counted.checked import checked_toml
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import RULES, kept

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """
    What reading one file may cost.

    Attributes:
        received_mb: Size of the file as received.
        unpacked_mb: Size of everything inside a compressed file.
        seconds: Time the child process that reads it may work; on a busy machine it may wait longer for its turn.
        memory_mb: Memory of that process.
    """

    received_mb: float = 50
    unpacked_mb: float = 200
    seconds: float = 20
    memory_mb: float = 1024

    @property
    def received_bytes(self) -> int:
        """The size as received, in bytes."""
        return int(self.received_mb * MB)

    @property
    def unpacked_bytes(self) -> int:
        """The size when unpacked, in bytes."""
        return int(self.unpacked_mb * MB)

    @property
    def memory_bytes(self) -> int:
        """The memory of the reading process, in bytes."""
        return int(self.memory_mb * MB)


_FILE = RULES / "limits.toml"


@kept(_FILE)
def load_limits() -> Limits:
    """The limits of `data/rules/limits.toml`."""
    return Limits(**checked_toml(_FILE, RULE_SHAPES["limits"]))
