/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A test of core is written as a program of its own. The build reads this before each of
 * them: its main () becomes one of those that core-tests (programs.c) can run. So there is
 * one program to link and to start, not one for each. */

typedef struct _TestProgram TestProgram;

struct _TestProgram
{
  const char *file;
  int (*run) (int argc, char **argv);
  TestProgram *next;
};

void test_program_add (TestProgram *program);

/* What stands before main () is its type: something has to follow it. */
#define main(...)                                                                          \
  test_program_of_this_file (void);                                                        \
  static int test_program_run (__VA_ARGS__);                                               \
  static void __attribute__ ((constructor)) test_program_register (void)                   \
  {                                                                                        \
    static TestProgram program = { __FILE__, test_program_run, NULL };                     \
                                                                                           \
    test_program_add (&program);                                                           \
  }                                                                                        \
  static int test_program_run (__VA_ARGS__)
