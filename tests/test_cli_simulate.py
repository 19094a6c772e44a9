"""The command `kargoui simulate`: what promotions do, as a table and as JSON; bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kargoui.cli import main
from tests.editor.samples import PIPELINE

ROOT = Path(__file__).resolve().parents[1]
DEMO = str(ROOT / "kargoui" / "pipelines" / "demo")
NIL = "reflect: call of reflect.Value.Field on zero Value"
HEAD = """\
apiVersion: kargo.akuity.io/v1alpha1
kind: {kind}
metadata: {{name: {name}, namespace: acme-pay}}
spec:
"""
GUARD = "    if: ${{ imageFrom('ghcr.io/acme/api') != nil }}\n"
GUARDED = PIPELINE.replace("    as: image\n", f"    as: image\n{GUARD}")

Output = pytest.CaptureFixture[str]


def ask(capsys: Output, *arguments: str, status: int = 0) -> Any:
    """The answer as JSON."""
    assert main(["simulate", *arguments, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def stage(name: str, origins: list[str], steps: str) -> str:
    requests = "".join(
        f"  - origin: {{kind: Warehouse, name: {origin}}}\n    sources: {{direct: true}}\n"
        for origin in origins
    )
    template = f"  promotionTemplate:\n    spec:\n      steps: {steps}\n" if steps else ""
    return f"{HEAD.format(kind='Stage', name=name)}  requestedFreight:\n{requests}{template}"


def warehouses(count: int) -> list[str]:
    return [
        HEAD.format(kind="Warehouse", name=f"w{number}")
        + f"  subscriptions: [{{image: {{repoURL: ghcr.io/acme/w{number}}}}}]\n"
        for number in range(count)
    ]


def put(folder: Path, *documents: str) -> str:
    file = folder / "all.yaml"
    file.write_text("---\n".join(documents))
    return str(file)


def test_every_case_of_a_stage(capsys: Output) -> None:
    found = ask(capsys, DEMO, "--stage", "previewnet", "--all", status=1)
    assert (found["stage"], found["kargo"]) == ("previewnet", "1.11")
    ends = [(case["filled"], case["target"], case["phase"]) for case in found["cases"]]
    assert ends == [
        (["charts"], "charts", "Errored"),
        (["images"], "images", "Errored"),
        (["charts", "images"], "charts", "Succeeded"),
        (["charts", "images"], "images", "Succeeded"),
    ]
    first = found["cases"][0]
    assert NIL in first["message"]
    assert first["reachable"] is True
    assert [step["status"] for step in first["steps"]] == ["Succeeded"] * 2 + ["Errored"] + ["Skipped"] * 4
    assert first["steps"][2] == {"alias": "promote::image", "status": "Errored", "message": first["message"]}


def test_every_case_as_a_table(capsys: Output) -> None:
    assert main(["simulate", DEMO, "--stage", "previewnet"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "previewnet: 4 cases, 2 can fail"
    assert lines[1].split() == ["filled", "promoting", "outcome"]
    assert lines[2].startswith("  charts          charts     errors at promote::image: failed to build")
    assert lines[4:] == [
        "  charts, images  charts     succeeds",
        "  charts, images  images     succeeds",
    ]


def test_one_case_with_its_steps(capsys: Output) -> None:
    case = ["--stage", "previewnet", "--filled", "images,charts", "--target", "images"]
    assert [each["filled"] for each in ask(capsys, DEMO, *case)["cases"]] == [["charts", "images"]]
    assert main(["simulate", DEMO, "--stage", "previewnet", "--filled", "charts"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "previewnet: promoting charts, charts filled, images empty: errors at promote::image"
    assert lines[3].split()[:2] == ["promote::image", "Errored"]
    assert lines[-1] == "   | .......................^"


def test_all_stages_are_a_list(capsys: Output) -> None:
    found = ask(capsys, DEMO, "--all", status=1)
    assert [each["stage"] for each in found] == ["previewnet", "testnet", "mainnet"]
    assert main(["simulate", DEMO]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "succeeds" not in "".join(lines)
    assert lines[-1] == "3 Stages, 3 with promotions that can fail"


def test_a_guard_makes_every_case_succeed(tmp_path: Path, capsys: Output) -> None:
    assert main(["simulate", put(tmp_path, PIPELINE)]) == 1
    assert main(["simulate", put(tmp_path, GUARDED)]) == 0
    assert "previewnet: 4 cases, all succeed\n" in capsys.readouterr().out


def test_each_kargo_version_fails_in_its_own_words(capsys: Output) -> None:
    found = ask(capsys, DEMO, "--stage", "previewnet", "--kargo", "1.4", status=1)
    assert found["kargo"] == "1.4"
    assert 'chart "api" from repo https://charts.acme.io not found' in found["cases"][1]["message"]


def test_the_first_rollout(capsys: Output) -> None:
    found = ask(capsys, DEMO, "--rollout", status=1)
    assert (found["kargo"], found["failing"], found["waiting"]) == ("1.11", 3, {})
    assert [(each["stage"], each["automatic"]) for each in found["promotions"][::2]] == [
        ("previewnet", True),
        ("testnet", True),
        ("mainnet", False),
    ]
    assert found["promotions"][1] == {
        "stage": "previewnet",
        "filled": ["charts", "images"],
        "target": "images",
        "phase": "Succeeded",
        "message": "",
        "automatic": True,
    }
    assert main(["simulate", DEMO, "--rollout", "--stage", "mainnet"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("  1  mainnet  charts     charts          hand  errors at promote::image: ")
    assert lines[-1] == "2 promotions, 1 can fail"


def test_a_rollout_in_phases_is_compared(tmp_path: Path, capsys: Output) -> None:
    file = put(tmp_path, PIPELINE)
    found = ask(capsys, file, "--rollout", "--phase", "images")
    assert (found["failing"], found["failing_without_phases"]) == (0, 1)
    assert [each["target"] for each in found["promotions"]][-1] == "charts"
    assert main(["simulate", file, "--rollout", "--phase", "images"]) == 0
    assert capsys.readouterr().out.endswith("4 promotions, 0 can fail; without phases 1\n")


def test_outcomes_of_steps_can_be_chosen(capsys: Output) -> None:
    case = [DEMO, "--stage", "mainnet", "--filled", "charts,images", "--target", "images"]
    failed = ask(capsys, *case, "--fails", "promote::push", status=1)["cases"][0]
    assert (failed["phase"], failed["message"]) == ("Failed", 'step "promote::push": chosen to fail')
    # Kargo makes a number of what looks like one
    number = ask(capsys, *case, "--output", "promote::push.commit=123", status=1)["cases"][0]
    assert "Expected: string, given: integer" in number["message"]
    assert ask(capsys, *case, "--output", "promote::push.commit=abc")["cases"][0]["phase"] == "Succeeded"
    rollout = ask(capsys, DEMO, "--rollout", "--fails", "promote::push", status=1)
    assert {each["stage"] for each in rollout["promotions"]} == {"previewnet"}
    assert rollout["waiting"]["testnet"] == ["charts", "images"]


def test_stages_that_nothing_can_be_promoted_to(tmp_path: Path, capsys: Output) -> None:
    gate, broken = stage("gate", ["w0"], ""), stage("broken", ["w0"], "[{task: {name: gone}}]")
    file = put(tmp_path, *warehouses(1), gate, broken, stage("idle", [], "[{uses: git-push}]"))
    assert ask(capsys, file, "--stage", "gate") == {"stage": "gate", "kargo": "1.11", "cases": []}
    refused = ask(capsys, file, "--stage", "broken", status=1)
    assert refused["cases"] == []
    assert 'PromotionTask.kargo.akuity.io "gone" not found' in refused["message"]
    assert main(["simulate", file]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "gate: has no steps, and passes Freight on"
    assert lines[2] == "idle: requests no Freight, so that nothing can be promoted to it"
    assert lines[1].startswith("broken: no promotion can be made: inflate task steps for task ")


def test_more_cases_than_anybody_reads_are_grouped(tmp_path: Path, capsys: Output) -> None:
    origins = [f"w{number}" for number in range(9)]
    push = "[{uses: git-push, config: {path: \"./${{ imageFrom('ghcr.io/acme/w8').Tag }}\"}}]"
    file = put(tmp_path, *warehouses(9), stage("wide", origins, push))
    failing, fine = ask(capsys, file, "--stage", "wide", status=1)["cases"]
    assert (failing["filled"], failing["phase"], failing["count"]) == (["w0"], "Errored", 8 * 2**7)
    assert (fine["filled"], fine["target"], fine["count"]) == (["w8"], "w8", 9 * 2**8 - 8 * 2**7)
    assert main(["simulate", file, "--stage", "wide"]) == 1
    assert "\n  1024   w0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--stage", "qa"], "--stage: There is no Stage qa here. There are: previewnet, testnet, mainnet."),
        (
            ["--stage", "previewnet", "--filled", "imges"],
            "--filled: The Stage previewnet requests no Freight from imges. It has slots for: charts",
        ),
        (
            ["--stage", "previewnet", "--filled", "charts", "--target", "images"],
            "--target: The target image",
        ),
        (["--stage", "previewnet", "--filled", "charts,images"], "--target: Say with --target which of"),
        (["--stage", "previewnet", "--filled", ""], "--filled: Say with --filled which slots hold"),
        (["--stage", "previewnet", "--target", "images"], "--target: Say with --filled which slots hold"),
        (["--filled", "images"], "--filled and --target are about one Stage."),
        (["--rollout", "--target", "images"], "--filled and --target ask for one case."),
        (["--phase", "images"], "--phase: Phases are those of a rollout."),
        (["--rollout", "--phase", "imges"], "--phase: There is no Warehouse imges here."),
        (["--rollout", "--phase", "images", "--phase", "images"], "--phase: The Warehouse images is in two"),
        (["--fails", "push"], "--fails: No step has the alias push. There are: promote::step-1,"),
        (["--output", "promote::push"], "--output: promote::push is not of the form ALIAS.NAME=VALUE"),
        (["--output", "promote::push.comit=a"], "--output: The step promote::push gives no output comit."),
        (["--namespace", "shop", "--stage", "qa"], "--stage: There is no Stage qa here. There are: none."),
        (["nowhere.yaml"], "nowhere.yaml: No such file or directory"),
        (["--all", "--rollout"], "usage: "),
        (["--kargo", "1.3"], "usage: "),
    ],
)
def test_bad_input_says_what_and_where(arguments: list[str], message: str, capsys: Output) -> None:
    assert main(["simulate", DEMO, *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(message)


def test_manifests_of_several_projects_need_a_choice(tmp_path: Path, capsys: Output) -> None:
    file = put(tmp_path, PIPELINE, PIPELINE.replace("acme-pay", "shop"))
    assert main(["simulate", file]) == 2
    assert "belong to several Projects: acme-pay, shop. Choose one" in capsys.readouterr().err
    assert main(["simulate", file, "--namespace", "shop"]) == 1
    assert main(["simulate", put(tmp_path, "a: 1\n")]) == 2
    assert "There is no Kargo manifest here" in capsys.readouterr().err


def test_simulating_does_not_load_django() -> None:
    code = (
        f"import sys; from kargoui.cli import main; main(['simulate', {DEMO!r}]); "
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={"PYTHONPATH": str(ROOT)}, capture_output=True
    )
