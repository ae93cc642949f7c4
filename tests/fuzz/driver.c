/* SPDX-License-Identifier: GPL-3.0-or-later */

/* driver [CORPUS-FOLDER [RUNS [SECONDS]]]: runs a fuzz target without
 * libFuzzer, so that every build holds the parsers to hostile input: first
 * each file of the corpus as it is, then as many mutations as are asked for
 * and the time allows. The seed is fixed: the same tree does the same. Input
 * on which the target dies is written to the file that the message names. */
#include "fuzz.h"

#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SEED 20260315
#define MAX_SIZE (64 * 1024)
#define SECONDS_FOR_ONE 10

static const char *const words[] = {
  "",         "0",      "-1",       "4294967296",   "\xff\xff\xff\xff",
  "\xc0\x0c", "\n",     "\r\n",     "\"",           "}{",
  "[[[[",     "%s%n",   "\xf0\x9f", "-----BEGIN ",  ":",
  ",,",       "=?x?q?", "xn--",     "\xe2\x80\xae", "..",
  "\x30\x84"
};

/* What the target is at work on, for the handlers below. */
static GByteArray *current;
static char *crash_file;

static void
write_input (void)
{
  static const char message[] = "driver: the input is kept in ";
  int file = open (crash_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  gssize ignored = 0;

  if (file >= 0)
    {
      ignored = write (file, current->data, current->len);
      close (file);
      ignored = write (STDERR_FILENO, message, sizeof message - 1);
      ignored = write (STDERR_FILENO, crash_file, strlen (crash_file));
      ignored = write (STDERR_FILENO, "\n", 1);
    }
  (void) ignored;
}

static void
handle_death (int number)
{
  write_input ();
  signal (number, SIG_DFL);
  raise (number);
}

/* Under AddressSanitizer a bad access is told to it, and it tells us. */
extern void __sanitizer_set_death_callback (void (*callback) (void)) __attribute__ ((weak));

static void
watch_for_death (void)
{
  signal (SIGABRT, handle_death);
  signal (SIGALRM, handle_death);
  signal (SIGTRAP, handle_death);
  if (__sanitizer_set_death_callback != NULL)
    __sanitizer_set_death_callback (write_input);
  else
    signal (SIGSEGV, handle_death);
}

static void
run_one (const guint8 *data, gsize size)
{
  g_byte_array_set_size (current, 0);
  g_byte_array_append (current, data, (guint) size);
  alarm (SECONDS_FOR_ONE);
  LLVMFuzzerTestOneInput (current->data != NULL ? current->data : (const guint8 *) "",
                          size);
  alarm (0);
}

/* The folder's own order is chance. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
read_corpus (const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *corpus = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *text = NULL;
      gsize size = 0;

      if (g_file_get_contents (names->pdata[i], &text, &size, NULL))
        g_ptr_array_add (corpus, g_bytes_new (text, MIN (size, MAX_SIZE)));
    }
  return corpus;
}

/* Puts @size bytes of @data over @cut bytes at @at. */
static void
put_over (GByteArray *input, guint at, guint cut, const guint8 *data, guint size)
{
  g_autoptr (GByteArray) rest = g_byte_array_new ();

  g_byte_array_append (rest, input->data + at + cut, input->len - at - cut);
  g_byte_array_set_size (input, at);
  g_byte_array_append (input, data, size);
  g_byte_array_append (input, rest->data, rest->len);
}

static void
mutate (GByteArray *input, GPtrArray *corpus, GRand *random)
{
  guint at = (guint) g_rand_int_range (random, 0, (gint32) input->len + 1);
  guint left = input->len - at;
  guint span = (guint) g_rand_int_range (random, 0, (gint32) MIN (left, 32) + 1);

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0: /* flip a bit */
      if (left > 0)
        input->data[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      break;
    case 1: /* another byte */
      if (left > 0)
        input->data[at] = (guint8) g_rand_int_range (random, 0, 256);
      break;
    case 2: /* take some out */
      put_over (input, at, span, NULL, 0);
      break;
    case 3: /* say something twice, or many times */
      {
        g_autofree guint8 *copy = g_memdup2 (input->data + at, span);
        int times = g_rand_int_range (random, 0, 16) == 0 ? 200 : 1;

        for (int i = 0; i < times && input->len + span < MAX_SIZE; i++)
          put_over (input, at, 0, copy, span);
        break;
      }
    case 4: /* a word that parsers stumble over */
      {
        const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];

        put_over (input, at, span, (const guint8 *) word, (guint) strlen (word));
        break;
      }
    default: /* the end of another */
      {
        GBytes *other = corpus->pdata[g_rand_int_range (random, 0, (gint32) corpus->len)];
        gsize size = 0;
        const guint8 *data = g_bytes_get_data (other, &size);
        guint from = (guint) g_rand_int_range (random, 0, (gint32) size + 1);

        put_over (input, at, left, data + from, (guint) size - from);
      }
    }
  if (input->len > MAX_SIZE)
    g_byte_array_set_size (input, MAX_SIZE);
}

static guint
run_mutations (GPtrArray *corpus, guint runs, double seconds)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (SEED);
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  guint done = 0;

  for (; done < runs && g_get_monotonic_time () < end; done++)
    {
      g_autoptr (GByteArray) input = g_byte_array_new ();
      GBytes *seed = corpus->pdata[g_rand_int_range (random, 0, (gint32) corpus->len)];
      int steps = g_rand_int_range (random, 1, 9);

      g_byte_array_append (input, g_bytes_get_data (seed, NULL),
                           (guint) g_bytes_get_size (seed));
      for (int i = 0; i < steps; i++)
        mutate (input, corpus, random);
      run_one (input->data, input->len);
    }
  return done;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) corpus = read_corpus (argc > 1 ? argv[1] : NULL);
  guint runs = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 20000;
  double seconds = argc > 3 ? g_ascii_strtod (argv[3], NULL) : 3;
  g_autofree char *name = g_path_get_basename (argv[0]);
  guint files = corpus->len;
  guint done = 0;

  crash_file = g_strdup_printf ("%s/%s-crash.%d", g_get_tmp_dir (), name, (int) getpid ());
  current = g_byte_array_new ();
  watch_for_death ();

  g_print ("1..2\n");
  g_ptr_array_add (corpus, g_bytes_new_static ("", 0));
  for (guint i = 0; i < corpus->len; i++)
    {
      gsize size = 0;
      const guint8 *data = g_bytes_get_data (corpus->pdata[i], &size);

      run_one (data, size);
    }
  /* A target whose corpus was lost would be fed on noise alone. */
  g_print ("%s 1 - %u files of the corpus\n", files > 0 ? "ok" : "not ok", files);
  done = run_mutations (corpus, runs, seconds);
  g_print ("ok 2 - %u mutations of them\n", done);
  g_byte_array_unref (current);
  g_free (crash_file);
  return files > 0 ? 0 : 1;
}
