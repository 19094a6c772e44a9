"""The command `kargoui`: reads its arguments and hands them to one of kargoui.commands.

Nothing is imported before it is needed, so that `kargoui validate` starts at once and never loads Django.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

_EPILOG = "Exit status: 0 fine, 1 problems found, 2 bad input."
_CHECK_EPILOG = "Exit status: 0 no error and no warning, 1 some, 2 bad input."
_DISCOVER_EPILOG = (
    "Exit status: 0 something is discovered, 1 nothing is, 2 bad input; "
    "of --report 0 fine, 1 warnings or errors found, 2 bad input."
)

_UPGRADE_EPILOG = "Exit status: 0 nothing must change, 1 something must, 2 bad input."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    try:
        arguments = _parser().parse_args(argv)
        status = _run(arguments)
        sys.stdout.flush()
    except SystemExit as stopped:  # argparse prints help or a complaint, and stops
        return stopped.code if isinstance(stopped.code, int) else 2
    except BrokenPipeError:  # as in `kargoui validate . | head`: nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _run(arguments: argparse.Namespace) -> int:
    if arguments.command == "serve":
        from kargoui.serving import serve

        return serve(arguments.host, arguments.port)
    from kargoui.core.remembered import collect_rarely

    collect_rarely()
    if arguments.command == "edit":
        from kargoui.commands.edit import run
    elif arguments.command == "discover" and arguments.report:
        from kargoui.commands.discover_report import run
    elif arguments.command == "discover":
        if not arguments.warehouse or not arguments.tags:
            arguments.refuse("--warehouse and --tags are required, or --report")
        from kargoui.commands.discover import run
    elif arguments.command == "upgrade":
        from kargoui.commands.upgrade import run
    elif arguments.command == "simulate":
        from kargoui.commands.simulate import run
    elif arguments.command == "check":
        from kargoui.commands.check import run
    elif arguments.command == "explain":
        from kargoui.commands.explain import run
    else:
        from kargoui.commands.validate import run
    return run(arguments)


def _version(text: str) -> str:
    from kargoui.core.catalog import UnknownVersion, catalog

    try:
        return catalog(text).version
    except UnknownVersion as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kargoui", description="Design, check and edit Kargo promotion pipelines.", epilog=_EPILOG
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_validate(commands.add_parser("validate", help="check manifests as a cluster would", epilog=_EPILOG))
    check = commands.add_parser(
        "check", help="find what fails, and what could be better", epilog=_CHECK_EPILOG
    )
    _add_check(check)
    explain = commands.add_parser("explain", help="say what a rule of check is about")
    explain.add_argument("rule", nargs="?", metavar="RULE", help="its name; all rules without one")
    _add_edit(commands.add_parser("edit", help="change one place of a YAML file", epilog=_EPILOG))
    discover = commands.add_parser("discover", help="try tags on a subscription", epilog=_DISCOVER_EPILOG)
    _add_discover(discover)
    simulate = commands.add_parser("simulate", help="say beforehand what promotions do", epilog=_EPILOG)
    _add_simulate(simulate)
    upgrade = commands.add_parser("upgrade", help="say what a later Kargo changes", epilog=_UPGRADE_EPILOG)
    _add_upgrade(upgrade)
    serve = commands.add_parser("serve", help="start the application on this machine")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    return parser


def _add_target(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kargo", type=_version, default="1.11", metavar="VERSION", help="the Kargo version (1.11)"
    )
    parser.add_argument(
        "--namespace", default="", help="the Project's name, for manifests without metadata.namespace"
    )


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, directory or zip; - for input")
    _add_target(parser)


def _add_validate(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--closed", action="store_true", help="also demand all that Stages reference")


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--stage", metavar="NAME", help="the Stage; without it, all Stages")
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--filled", metavar="WAREHOUSES", help="one case: the slots that hold Freight, as a,b")
    asked.add_argument("--all", action="store_true", help="every case, which is what it does by itself")
    asked.add_argument("--rollout", action="store_true", help="the first rollout, promotion by promotion")
    parser.add_argument("--target", metavar="WAREHOUSE", help="the filled slot that is promoted")
    phase = "Warehouses, as a,b, whose Freight comes before that of later phases and of the rest; repeatable"
    parser.add_argument("--phase", metavar="WAREHOUSES", help=phase, action="append", default=[])
    fails = "the alias of a step that is to fail; repeatable"
    parser.add_argument("--fails", metavar="ALIAS", help=fails, action="append", default=[])
    output = "what a step gives; repeatable"
    parser.add_argument("--output", metavar="ALIAS.NAME=VALUE", help=output, action="append", default=[])
    parser.add_argument("--json", action="store_true", help="print JSON")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, directory or zip; - for input")
    parser.add_argument("--kargo", type=_version, metavar="VERSION", help="the Kargo version (1.11)")
    parser.add_argument("--format", choices=("text", "json", "sarif", "github"), default="text")
    parser.add_argument("--fix", action="store_true", help="make the fixes that are safe, in the files")
    for name, what in (("select", "ask these rules only"), ("ignore", "ask all rules but these")):
        parser.add_argument(f"--{name}", type=_names, metavar="RULES", help=f"{what}: names, with commas")
    parser.add_argument("--namespace", help="the Project's name, for manifests without metadata.namespace")


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.split(",") if (name := part.strip()))


def _add_edit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a YAML file")
    parser.add_argument("manifest", metavar="KIND/NAME", help="the manifest in it, such as Stage/testnet")
    parser.add_argument("action", choices=("set", "remove", "insert", "move"))
    parser.add_argument("path", metavar="FIELD-PATH", help="such as spec.requestedFreight[1]")
    parser.add_argument(
        "value", nargs="?", metavar="VALUE", help="YAML for set and insert, the new index for move"
    )
    _add_target(parser)
    parser.add_argument("--write", action="store_true", help="write the file")


def _add_discover(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, directory or zip; - for input")
    parser.add_argument("--report", action="store_true", help="all subscriptions, and what the rules say")
    parser.add_argument("--warehouse", metavar="NAME", help="the Warehouse to try tags on")
    parser.add_argument(
        "--subscription", type=int, metavar="N", help="which of its subscriptions, from 1, if it has several"
    )
    parser.add_argument(
        "--tags", metavar="FILE", help="a tag a line, and after a blank its time; - for input"
    )
    _add_target(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(refuse=parser.error)


def _add_upgrade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, directory or zip; - for input")
    source = "the Kargo version now; without it, the earliest that knows all that is written"
    parser.add_argument("--from", dest="source", type=_version, metavar="VERSION", help=source)
    parser.add_argument(
        "--to", type=_version, default="1.11", metavar="VERSION", help="the later Kargo version (1.11)"
    )
    parser.add_argument(
        "--namespace", default="", help="the Project's name, for manifests without metadata.namespace"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
    parser.add_argument("--fix", action="store_true", help="write what can be fixed to the files")
