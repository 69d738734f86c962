#!/bin/sh
# Deploys a version and lets tripline judge it, from any pipeline that can run a shell.
#
#   ./gate.sh staging orders 1.4.2
#
# Needs `tripline` on the PATH and the folder with tripline.yaml as the current one. Keep
# baseline.jsonl between runs: it is the history that the next deploy is compared with.
set -eu

environment=$1
service=$2
version=$3

./deploy "$environment" "$service" "$version"

status=0
tripline gate -e "$environment" --service "$service" --version "$version" \
    --baseline baseline.jsonl --save-baseline \
    --wait-for 'GET /version' --until "\$.version: \"$version\"" \
    --report console --report markdown=gate.md --report json=gate.json || status=$?

case $status in
    0) echo "$service $version stays" ;;
    1) echo "$service $version made things worse: taking it back" >&2
       ./rollback "$environment" "$service" ;;
    3) echo "nobody can tell: a person has to look at gate.md" >&2 ;;
    *) echo "the gate itself could not run" >&2 ;;
esac
exit "$status"
