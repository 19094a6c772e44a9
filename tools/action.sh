#!/usr/bin/env bash
# The step "Check" of action.yml: annotations in the log, a report for code scanning in the file $SARIF.
# What people give stands in variables and never becomes code; lists have an entry a line.
set -uo pipefail
mapfile -t arguments < <(printf '%s' "$ARGUMENTS" | grep -v '^[[:space:]]*$')
mapfile -t paths < <(printf '%s' "$PATHS" | grep -v '^[[:space:]]*$')
[[ -z "$KARGO" ]] || arguments+=(--kargo "$KARGO")
check=("$ENVIRONMENT/bin/kargoui" check "${paths[@]}" "${arguments[@]}")
"${check[@]}" --format sarif >"$SARIF" 2>/dev/null
"${check[@]}" --format github
status=$?
found=false
[[ $status -ne 1 ]] || found=true
{
  echo "sarif-file=$SARIF"
  echo "found=$found"
} >>"$GITHUB_OUTPUT"
[[ $status -ne 1 || "$FAIL" == true ]] || status=0
exit "$status"
