"""The command line of accounts: create-admin, add, set-password, deactivate, activate, end-sessions, list, token."""

import argparse
import getpass
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from access import accounts, tokens
from access.passwords import WeakPasswordError
from domain.agency.scope import ROLES
from domain.program.command_line import HOME_HELP, USAGE, CommandParser, print_json, run, subcommand
from domain.program.errors import DashboardError, UnknownNameError
from domain.program.places import VAR
from store.disk.failures import told_failure
from store.disk.home import HOME_VARIABLE, Home, resolve_home

DONE, NOT_DONE = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the return value is the exit code."""
    given = _parser().parse_args(arguments)
    home = _home(given)
    try:
        return given.run(home, given)
    except UnknownNameError as problem:
        return _fail(given, "unknown_name", problem, USAGE)
    except (accounts.AccountError, WeakPasswordError) as problem:
        return _fail(given, "refused", problem, NOT_DONE)
    except DashboardError as problem:
        return _fail(given, "failed", problem, NOT_DONE)
    except KeyboardInterrupt:
        print("Đã dừng.", file=sys.stderr)
        return NOT_DONE
    except Exception as problem:
        return _fail(given, "system", told_failure(home, "access", problem), NOT_DONE)


def _home(given: argparse.Namespace) -> Home:
    """The home of the command; the first administrator makes the office's where none is named."""
    import os

    chosen = getattr(given, "home", None)
    if given.run is _create_admin and not chosen and not os.environ.get(HOME_VARIABLE):
        return Home(VAR / "office")
    return resolve_home(chosen)


def _fail(given: argparse.Namespace, code: str, problem: object, exit_code: int) -> int:
    print(problem, file=sys.stderr)
    if getattr(given, "json", False):
        print_json({"error": {"code": code, "message": str(problem)}})
    return exit_code


def _parser() -> CommandParser:
    parser = CommandParser(prog="python -m access", description="Tài khoản và quyền.")
    parser.add_argument("--home", help=HOME_HELP)
    commands = parser.add_subparsers(required=True, metavar="LỆNH", parser_class=CommandParser)
    first = subcommand(
        commands, "create-admin", _create_admin, "tạo quản trị viên đầu tiên, kết thúc bản dùng thử"
    )
    more = subcommand(commands, "add", _add, "thêm tài khoản")
    for command in (first, more):
        command.add_argument("--account", required=True, help="tên tài khoản")
        command.add_argument("--name", required=True, help="họ tên")
        _password_options(command)
    more.add_argument(
        "--role", required=True, choices=ROLES, action="append",
        help="vai trò; quản trị xem được số liệu khi ghi thêm một vai trò khác",
    )  # fmt: skip
    more.add_argument("--department", action="append", default=[], help="mã đơn vị, lặp lại được")
    changing = subcommand(commands, "set-password", _set_password, "đặt mật khẩu cho một tài khoản")
    changing.add_argument("account", metavar="TÀI_KHOẢN")
    _password_options(changing)
    for name, action, words in (
        ("deactivate", _deactivate, "khóa tài khoản"),
        ("activate", _activate, "mở lại tài khoản"),
        ("end-sessions", _end_sessions, "đăng xuất tài khoản ở mọi nơi"),
    ):
        subcommand(commands, name, action, words).add_argument("account", metavar="TÀI_KHOẢN")
    subcommand(commands, "list", _list, "liệt kê tài khoản")
    acts = commands.add_parser("token", help="mã truy cập của giao diện đọc").add_subparsers(
        required=True, metavar="VIỆC", parser_class=CommandParser
    )
    making = subcommand(acts, "create", _token_create, "tạo mã, in ra một lần")
    making.add_argument("account", metavar="TÀI_KHOẢN")
    making.add_argument("--label", required=True, help="dùng vào việc gì")
    making.add_argument("--days", type=int, help="số ngày còn hạn")
    subcommand(acts, "list", _token_list, "liệt kê mã")
    subcommand(acts, "revoke", _token_revoke, "thu hồi mã").add_argument("id", type=int, metavar="SỐ")
    return parser


def _password_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu ở dòng đầu của đầu vào")
    command.add_argument("--keep", action="store_true", help="không bắt đổi mật khẩu ở lần đăng nhập đầu")


def _password(given: argparse.Namespace) -> str:
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Mật khẩu: ")
    if getpass.getpass("Nhập lại mật khẩu: ") != password:
        raise accounts.AccountError("Hai lần nhập mật khẩu không giống nhau")
    return password


def _by() -> str:
    try:
        return f"dòng lệnh ({getpass.getuser()})"
    except (OSError, KeyError, ImportError):
        return "dòng lệnh"


def _create_admin(home: Home, given: argparse.Namespace) -> int:
    # The first administrator's own password, typed by themselves, need not be changed again.
    accounts.create_admin(home, account=given.account, name=given.name, password=_password(given), by=_by())
    return _told(home, given, given.account, "Đã tạo quản trị viên")


def _add(home: Home, given: argparse.Namespace) -> int:
    # The administrator's role stands first, in whichever order the two were given.
    role, *others = sorted(dict.fromkeys(given.role), key=lambda one: one != "admin")
    if len(others) > 1:
        raise accounts.AccountError("Một tài khoản có nhiều nhất hai vai trò", where=given.account)
    accounts.add_account(
        home, account=given.account, name=given.name, role=role, also_role=next(iter(others), None),
        departments=given.department, password=_password(given), by=_by(), keep=given.keep,
    )  # fmt: skip
    return _told(home, given, given.account, "Đã thêm tài khoản")


def _set_password(home: Home, given: argparse.Namespace) -> int:
    accounts.set_password(home, given.account, _password(given), by=_by(), keep=given.keep)
    return _told(home, given, given.account, "Đã đặt mật khẩu cho")


def _deactivate(home: Home, given: argparse.Namespace) -> int:
    accounts.set_active(home, given.account, False, by=_by())
    return _told(home, given, given.account, "Đã khóa tài khoản")


def _activate(home: Home, given: argparse.Namespace) -> int:
    accounts.set_active(home, given.account, True, by=_by())
    return _told(home, given, given.account, "Đã mở lại tài khoản")


def _end_sessions(home: Home, given: argparse.Namespace) -> int:
    ended = accounts.end_sessions(home, given.account, by=_by())
    return _told(home, given, given.account, f"Đã kết thúc {ended} phiên của")


def _told(home: Home, given: argparse.Namespace, account: str, words: str) -> int:
    if given.json:
        print_json(
            {"account": next(_shown(one) for one in accounts.accounts(home) if one.account == account)}
        )
    else:
        print(f"{words} {account}.")
    return DONE


def _list(home: Home, given: argparse.Namespace) -> int:
    every = [_shown(one) for one in accounts.accounts(home)]
    if given.json:
        print_json({"accounts": every})
        return DONE
    for one in every:
        state = "đang dùng" if one["is_active"] else "đã khóa"
        print(
            f"{one['account']}  {one['role']}  {', '.join(one['departments']) or '-'}  {state}  {one['name']}"
        )
    return DONE


def _shown(one: accounts.Account) -> dict[str, Any]:
    said = {name: _plain(value) for name, value in asdict(one).items()}
    return said if one.also_role else {name: value for name, value in said.items() if name != "also_role"}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _token_create(home: Home, given: argparse.Namespace) -> int:
    made = tokens.create_token(home, given.account, label=given.label, days=given.days, by=_by())
    if given.json:
        print_json({name: _plain(value) for name, value in asdict(made).items()})
    else:
        print(made.token)
        print(f"Mã số {made.id}; ghi lại ngay, mã chỉ hiện một lần.", file=sys.stderr)
    return DONE


def _token_list(home: Home, given: argparse.Namespace) -> int:
    every = [{name: _plain(value) for name, value in one.items()} for one in tokens.tokens(home)]
    if given.json:
        print_json({"tokens": every})
        return DONE
    for one in every:
        print(
            f"{one['id']}  {one['account']}  {one['label']}  {'đã thu hồi' if one['revoked_at'] else 'đang dùng'}"
        )
    return DONE


def _token_revoke(home: Home, given: argparse.Namespace) -> int:
    tokens.revoke_token(home, given.id, by=_by())
    if given.json:
        print_json({"id": given.id, "revoked": True})
    else:
        print(f"Đã thu hồi mã {given.id}.")
    return DONE


if __name__ == "__main__":
    run(main)
