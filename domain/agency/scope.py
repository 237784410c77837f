"""Who is looking, and which rows they may see."""

from dataclasses import dataclass
from typing import Literal, get_args

from domain.agency.departments import all_codes
from domain.agency.office import spoken
from domain.program.errors import NotAllowedError

Role = Literal["leader", "office", "department", "admin"]
Action = Literal[
    "see_all", "import", "correct", "contest", "decide_dispute", "set_score", "promise", "remind", "freeze",
    "report", "unmask", "configure", "manage_accounts", "audit",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)

# Who may do what; rows are a matter of the scope beside it.
_MAY: dict[Role, frozenset[Action]] = {
    "leader": frozenset({"see_all", "promise", "report", "audit"}),
    "office": frozenset(
        {
            "see_all", "import", "correct", "contest", "decide_dispute", "set_score", "promise", "remind", "freeze",
            "report", "unmask", "configure", "audit",
        }
    ),
    "department": frozenset({"contest", "promise"}),
    "admin": frozenset({"manage_accounts", "configure", "audit"}),
}  # fmt: skip


# What changes something, in a year that is only looked at or by its units and rules.
_CHANGES: frozenset[Action] = frozenset(
    {
        "import",
        "correct",
        "contest",
        "decide_dispute",
        "set_score",
        "promise",
        "remind",
        "freeze",
        "configure",
    }
)


def may(role: Role, action: Action) -> bool:
    """Tell whether *role* permits *action*; the matrix of the whole product."""
    return action in _MAY[role]


@dataclass(frozen=True, slots=True)
class Scope:
    """
    The departments whose rows may be read. An empty scope sees nothing.

    Attributes:
        departments: Department codes.
        is_whole_office: Also rows that belong to no single department (the index, the set).
    """

    departments: tuple[str, ...] = ()
    is_whole_office: bool = False


NOTHING = Scope()


def whole_office() -> Scope:
    """The scope without limits; only who may see everything, and what runs for nobody in particular, reads with it."""
    return Scope(all_codes(), is_whole_office=True)


@dataclass(frozen=True, slots=True)
class Viewer:
    """
    One person as the pages know them.

    Attributes:
        account: Login name; ``dung-thu`` in trial mode.
        name: The name to show.
        role: What they may do.
        department_code: Their own department, the first where they have several; None for leadership.
        scope: What they may read.
        also: Further roles, such as those of whom they stand in for.
        closed_year: The closed year they look at, in which nobody changes anything; None for the open one.
    """

    account: str
    name: str
    role: Role
    department_code: str | None
    scope: Scope
    also: tuple[Role, ...] = ()
    closed_year: int | None = None

    @property
    def roles(self) -> tuple[Role, ...]:
        """What they are, the role whose pages they see first."""
        return (self.role, *self.also)

    @property
    def units(self) -> tuple[str, ...]:
        """The departments a department's account speaks for; none for any other."""
        return self.scope.departments if self.role == "department" else ()

    def speaks_for(self, department: str | None) -> bool:
        """Tell whether rows of *department* are this person's to act on: everybody's, or their own units' only."""
        return self.may("see_all") or (department is not None and department in self.units)

    def may(self, action: Action) -> bool:
        """Tell whether a role permits *action*; row limits are the scope's matter."""
        return self._is_open_for(action) and any(may(role, action) for role in self.roles)

    def _is_open_for(self, action: Action) -> bool:
        return self.closed_year is None or action not in _CHANGES

    def require(self, action: Action) -> None:
        """Raise NotAllowedError unless the role permits *action*. Services call it first."""
        if not self._is_open_for(action):
            raise NotAllowedError(
                f"Năm {self.closed_year} đã đóng, chỉ xem được", remedy="Chọn năm đang mở để làm việc này."
            )
        if not self.may(action):
            raise not_theirs("Việc này")


def not_theirs(what: str, *, need: str = "thực hiện") -> NotAllowedError:
    """The error for *what* the account may not do or have, and whom to ask who *need*s it."""
    return NotAllowedError(
        f"{what} không thuộc quyền của tài khoản đang dùng",
        remedy=spoken(f"Liên hệ {{gathering_name}} nếu cần {need}."),
    )


def command_line() -> Viewer:
    """Who works at the server itself: the command line sees the whole office and does what Văn phòng does."""
    return Viewer("dong-lenh", "Dòng lệnh", "office", None, whole_office())
