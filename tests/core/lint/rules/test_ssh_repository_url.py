"""Where URLs stand, and which are of SSH."""

from __future__ import annotations

import pytest

from kargoui.core.lint import Settings, audit
from kargoui.core.manifest.document import read
from tests.core.lint.pages import found_in, page_of

PAGE = page_of("ssh-repository-url")
URL = "git@git.acme.io:pay/config.git"
SETTINGS = Settings(select=frozenset({"ssh-repository-url"}))
TASK = f"""\
apiVersion: kargo.akuity.io/v1alpha1
kind: PromotionTask
metadata: {{name: promote, namespace: acme-pay}}
spec:
  vars:
  - name: repo
    value: ssh://git@git.acme.io/pay/config.git
  - name: who
    value: somebody@acme.io
  steps:
  - uses: git-clone
    vars:
    - name: other
      value: {URL}
    config:
      repoURL: {URL}
  - uses: git-push
    config: {{repoURL: "${{{{ vars.repo }}}}"}}
"""


@pytest.mark.parametrize("url", ["ssh://git@git.acme.io/a", "alice@git.acme.io:a"])
def test_both_forms(url: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace(URL, url)) == PAGE.lines


@pytest.mark.parametrize("url", ["https://alice@git.acme.io:8443/a", "http://git.acme.io/a", "''"])
def test_others(url: str) -> None:
    assert found_in(PAGE, PAGE.bad.replace(URL, url)) == []


def test_steps_and_variables_have_urls_too() -> None:
    assert found_in(PAGE, TASK) == [7, 14, 16]


def test_before_1_10_ssh_was_as_good() -> None:
    assert audit(read(PAGE.bad), "1.9", SETTINGS) == []
