"""The promotion steps of the Stages in the benchmark's projects."""

from __future__ import annotations

from tests.bench.manifest_text import CHARTS, GIT, TASKS, config_url, image_url


def steps(name: str, service: str, image: str, chart: str, config: str = "") -> str:
    """The steps of one Stage: its own ones around references to the shared tasks."""
    return (
        _sources(config)
        + _values(name, service, image)
        + _rendering(name, service, image, chart)
        + _announcing(name, service)
    )


def _sources(config: str) -> str:
    repo = config_url(config) if config else GIT
    checkout = f'commit: ${{{{ commitFrom("{repo}").ID }}}}' if config else "branch: main"
    return f"""        # 1. sources
        - uses: git-clone
          as: sources
          config:
            repoURL: {repo}
            checkout:
              - {checkout}
                path: ./src
              - branch: ${{{{ vars.branch }}}}
                path: ./out
                create: true
"""


def _values(name: str, service: str, image: str) -> str:
    settings = "".join(_setting(name, service, index) for index in range(12))
    return f"""        # 2. values: only what differs from the chart's own
        - uses: yaml-update
          as: values
          if: ${{{{ imageFrom("{image_url(image)}") != nil }}}}
          config:
            path: ./src/values/{service}/{name}.yaml
            updates:
              - key: image.repository
                value: {image_url(image)}
              - key: image.tag
                value: ${{{{ quote(imageFrom("{image_url(image)}").Tag) }}}}
{settings}"""


def _rendering(name: str, service: str, image: str, chart: str) -> str:
    return f"""        # 3. render
        - uses: helm-template
          as: render
          if: ${{{{ success() && chartFrom("{CHARTS}", "{chart}") != nil }}}}
          config:
            path: ./src/charts/{chart}
            releaseName: {service}
            namespace: pay-${{{{ vars.environment }}}}
            outPath: ./out/{service}.yaml
            valuesFiles:
              - ./src/values/common.yaml
              - ./src/values/{service}/common.yaml
              - ./src/values/{service}/{name}.yaml
        - uses: git-commit
          as: commit
          config:
            path: ./out
            message: |
              {service}: promote to {name}

              Image {image_url(image)}:${{{{ imageFrom("{image_url(image)}")?.Tag }}}}
              Chart {chart} ${{{{ chartFrom("{CHARTS}", "{chart}")?.Version }}}}
        - uses: git-push
          as: push
          config:
            path: ./out
            targetBranch: ${{{{ vars.branch }}}}
            maxAttempts: 5
"""


def _announcing(name: str, service: str) -> str:
    return f"""        - task:
            name: {TASKS[0]}
          as: rendered
          vars:
            - name: branch
              value: ${{{{ vars.branch }}}}
        - uses: argocd-update
          as: sync
          config:
            apps:
              - name: {name}
                namespace: argocd
                sources:
                  - repoURL: {GIT}
                    desiredRevision: ${{{{ outputs.push.commit }}}}
        - task:
            name: {TASKS[2]}
          as: announced
          vars:
            - name: branch
              value: ${{{{ vars.branch }}}}
            - name: channel
              value: {service}-deployments
"""


def _setting(name: str, service: str, index: int) -> str:
    value = f"https://{service}-{index}.{name}.pay.acme.io:8443/v1"
    key = f"upstreams[{index}].endpoint"
    return f'              - key: {key}   # reviewed every quarter\n                value: "{value}"\n'
