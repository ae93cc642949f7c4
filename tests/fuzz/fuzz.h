/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput:
 * @data: hostile bytes, not terminated
 * @size: how many
 *
 * What every fuzz-*.c defines: feeds the bytes to one parser and asserts what
 * must hold whatever they are. The name is libFuzzer's.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
