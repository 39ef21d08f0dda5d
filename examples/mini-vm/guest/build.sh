#!/bin/sh
# Builds guest.bin from the sources beside this script.
# Needs Debian's gcc-riscv64-unknown-elf (12.2.0 made the image that is checked in).
set -eu
cd "$(dirname "$0")"

prefix=${CROSS_COMPILE:-riscv64-unknown-elf-}
elf=$(mktemp)
trap 'rm -f "$elf"' EXIT

"${prefix}gcc" \
    -march=rv32im_zicsr -mabi=ilp32 -mcmodel=medany -mno-relax \
    -O2 -std=gnu11 -Wall -Wextra -Werror \
    -ffreestanding -fno-pic -fno-common -fno-asynchronous-unwind-tables \
    -fno-tree-loop-distribute-patterns -fno-stack-protector \
    -nostdlib -nostartfiles -static \
    -Wl,--build-id=none -Wl,--no-warn-rwx-segments -T link.ld \
    start.S churn.S trap.c uart.c log.c disk.c work.c probe.c phase.c main.c \
    -o "$elf"
"${prefix}objcopy" -O binary "$elf" guest.bin
"${prefix}size" "$elf"
