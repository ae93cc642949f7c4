/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-text.h"

#include <string.h>

#include "core/job/validation-words.h"

#define MAX_LINES 2000
#define MAX_NOTES 50
/* Characters of a label, "DNS record name (host)". */
#define MAX_LABEL 40
#define MAX_WAITING 8
/* Lines that a record of a zone file in parentheses may take. */
#define MAX_CONTINUED 20

typedef enum
{
  NONE,
  NAME,
  TYPE,
  VALUE,
  DOMAIN_NAME,
  OTHER, /* known, and of no use: a TTL */
} Field;

typedef struct
{
  GPtrArray *notes;          /* KpValidationNote */
  KpValidationNote *current; /* what labelled lines have told so far */
  GArray *waiting;           /* Field: labels whose value is on a line of its own */
  GArray *columns;           /* Field: of the heading of a table; empty outside of one */
  char separator;            /* of that table; ' ' for two spaces or more */
} Reader;

/* What a label is made of. All its words must be known; of several the first kind counts.
 */
static const struct
{
  Field field;
  const char *words;
} vocabulary[] = {
  { OTHER, " ttl priority class priorität " },
  { TYPE, " type typ art " },
  { VALUE, " value content contents data rdata answer target destination token points "
           "wert inhalt ziel text string code " },
  { NAME, " host hostname subdomain alias prefix " },
  { DOMAIN_NAME, " domain fqdn " },
  { NAME, " name " },
  { NONE, " record dns the entry resource txt cname validation verification to or of "
          "your required eintrag für der des " },
};

static void
note_free (gpointer data)
{
  KpValidationNote *note = data;

  if (note == NULL)
    return;
  g_free (note->name);
  g_free (note->type);
  g_free (note->value);
  g_free (note->domain);
  g_free (note);
}

static void
finish_note (Reader *self)
{
  KpValidationNote *next = g_new0 (KpValidationNote, 1);
  KpValidationNote *note = self->current;

  next->domain = g_strdup (note->domain);
  if ((note->name != NULL || note->value != NULL || note->type != NULL)
      && self->notes->len < MAX_NOTES)
    g_ptr_array_add (self->notes, note);
  else
    note_free (note);
  self->current = next;
}

static Field
classify (const char *label)
{
  g_autofree char *lower = g_utf8_strdown (label, -1);
  g_auto (GStrv) words = g_strsplit_set (lower, " /()", -1);
  guint best = G_N_ELEMENTS (vocabulary);

  if (g_utf8_strlen (label, -1) > MAX_LABEL)
    return NONE;
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strdup_printf (" %s ", words[i]);
      guint row = 0;

      if (*words[i] == '\0')
        continue;
      while (row < G_N_ELEMENTS (vocabulary)
             && strstr (vocabulary[row].words, word) == NULL)
        row++;
      if (row == G_N_ELEMENTS (vocabulary))
        return NONE;
      best = MIN (best, row);
    }
  return best < G_N_ELEMENTS (vocabulary) ? vocabulary[best].field : NONE;
}

/* A label that names the type: "TXT record", "CNAME value". */
static const char *
find_type (const char *label)
{
  g_autofree char *upper = g_ascii_strup (label, -1);
  gboolean txt = strstr (upper, "TXT") != NULL;
  gboolean cname = strstr (upper, "CNAME") != NULL;

  return txt == cname ? NULL : txt ? "TXT" : "CNAME";
}

static gboolean
is_whole (const KpValidationNote *note)
{
  return note->name != NULL && note->value != NULL;
}

/* @value: (transfer full). A text that is there already begins the next record. */
static void
set (Reader *self, Field field, char *value)
{
  char **place = NULL;

  for (guint turn = 0; turn < 2; turn++)
    {
      KpValidationNote *note = self->current;

      place = field == NAME    ? &note->name
              : field == TYPE  ? &note->type
              : field == VALUE ? &note->value
                               : &note->domain;
      if (*place == NULL || field == DOMAIN_NAME
          || (strcmp (*place, value) == 0 && !is_whole (note)))
        break;
      finish_note (self);
    }
  g_free (*place);
  *place = value;
}

/* Returns: whether @text, on a line of its own or behind its label, can be what @field asks
 * for */
static gboolean
fits (Reader *self, Field field, const char *text, gboolean own_line)
{
  switch (field)
    {
    case OTHER:
      return !own_line || kp_validation_is_ttl (text);
    case NAME:
    case DOMAIN_NAME:
      return kp_validation_is_name (text, TRUE);
    case TYPE:
      return (!own_line && self->columns->len == 0) || kp_validation_is_type (text);
    default:
      return *text != '\0';
    }
}

static gboolean
take (Reader *self, Field field, const char *text, gboolean own_line)
{
  g_autofree char *value = g_strdup (text);

  if (field == TYPE)
    {
      g_autoptr (GPtrArray) words = kp_validation_split_words (text);

      /* "TXT record", "TXT (Text)" */
      g_free (value);
      value = g_strdup (words->len > 0 ? g_ptr_array_index (words, 0) : "");
    }
  if (*value == '\0' || !fits (self, field, value, own_line))
    return FALSE;
  if (field != OTHER)
    set (self, field, g_steal_pointer (&value));
  return TRUE;
}

static void
add (Reader *self, const char *name, const char *type, const char *value)
{
  KpValidationNote *note;

  if (self->notes->len >= MAX_NOTES)
    return;
  note = g_new0 (KpValidationNote, 1);
  note->name = g_strdup (name);
  note->type = g_strdup (type);
  note->value = *value != '\0' ? g_strdup (value) : NULL;
  note->domain = g_strdup (self->current->domain);
  g_ptr_array_add (self->notes, note);
}

/* NAME [TTL] [IN] TYPE VALUE, or TYPE NAME [->] VALUE. Returns: whether it is one */
static gboolean
read_row (Reader *self, GPtrArray *cells)
{
  const char *type = NULL, *name = NULL;
  guint at = 0;

  if (cells->len < 3)
    return FALSE;
  if (kp_validation_is_type (g_ptr_array_index (cells, 0)))
    type = g_ptr_array_index (cells, at++);
  name = g_ptr_array_index (cells, at++);
  while (at < cells->len
         && (kp_validation_is_ttl (g_ptr_array_index (cells, at))
             || kp_validation_is_arrow (g_ptr_array_index (cells, at))
             || g_ascii_strcasecmp (g_ptr_array_index (cells, at), "IN") == 0))
    at++;
  if (type == NULL && at < cells->len
      && kp_validation_is_type (g_ptr_array_index (cells, at)))
    type = g_ptr_array_index (cells, at++);
  if (at < cells->len && kp_validation_is_arrow (g_ptr_array_index (cells, at)))
    at++;
  if (type == NULL || at >= cells->len || !kp_validation_is_name (name, FALSE))
    return FALSE;
  /* Behind the value may stand a TTL; words would be a sentence. */
  if (cells->len > at + 2
      || (cells->len == at + 2
          && !kp_validation_is_ttl (g_ptr_array_index (cells, at + 1))))
    return FALSE;
  add (self, name, type, g_ptr_array_index (cells, at));
  return TRUE;
}

/* The heading of a table: labels only, and more than one of use. */
static gboolean
read_heading (Reader *self, const char *line)
{
  static const char separators[] = { '\t', '|', ' ', ',', ';' };

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      g_autoptr (GPtrArray) cells = kp_validation_split_cells (line, separators[i]);
      g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (Field));
      guint of_use = 0, unknown = 0;

      for (guint j = 0; j < cells->len; j++)
        {
          Field field = classify (g_ptr_array_index (cells, j));

          if (field != NONE && field != OTHER)
            of_use++;
          else if (field == NONE)
            unknown++;
          g_array_append_val (columns, field);
        }
      /* A sentence has commas, too. */
      if (of_use < 2 || (unknown > 0 && separators[i] != '\t' && separators[i] != '|'))
        continue;
      g_array_set_size (self->columns, 0);
      g_array_append_vals (self->columns, columns->data, columns->len);
      self->separator = separators[i];
      return TRUE;
    }
  return FALSE;
}

static gboolean
read_table_row (Reader *self, const char *line)
{
  g_autoptr (GPtrArray) cells = NULL;
  gboolean any = FALSE;

  if (self->columns->len == 0)
    return FALSE;
  cells = kp_validation_split_cells (line, self->separator);
  if (cells->len < 2)
    {
      g_array_set_size (self->columns, 0);
      return FALSE;
    }
  finish_note (self);
  for (guint i = 0; i < MIN (cells->len, self->columns->len); i++)
    {
      Field field = g_array_index (self->columns, Field, i);

      if (field != NONE && take (self, field, g_ptr_array_index (cells, i), FALSE))
        any = TRUE;
    }
  finish_note (self);
  return any;
}

/* Where the label of a line ends: at a colon, an equals sign, a tab or two spaces. */
static const char *
find_label_end (const char *line, gboolean waiting, gsize *width)
{
  const char *best = NULL;
  static const char *const marks[] = { ":", "=", "\t", "  ", "|" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *found = strstr (line, marks[i]);

      /* A value that is waited for may have one. */
      if (waiting && *marks[i] == '=')
        continue;
      if (found != NULL && (best == NULL || found < best))
        {
          best = found;
          *width = strlen (marks[i]);
        }
    }
  return best;
}

static gboolean
read_labelled (Reader *self, const char *line)
{
  gsize width = 0;
  const char *end = find_label_end (line, self->waiting->len > 0, &width);
  g_autofree char *label =
      g_strstrip (end != NULL ? g_strndup (line, (gsize) (end - line)) : g_strdup (line));
  g_autofree char *rest = g_strdup (end != NULL ? end + width : "");
  g_autofree char *value = NULL;
  Field field = classify (label);
  const char *type = find_type (label);

  /* "Host  :  x" */
  g_strstrip (rest);
  if (width > 0 && (*rest == ':' || *rest == '='))
    *rest = ' ';
  g_strstrip (rest);
  /* "TXT record: abc"; a line "TXT" alone is no label. */
  if (field == NONE && type != NULL && *rest != '\0' && strlen (label) <= MAX_LABEL
      && (kp_validation_is_type (label) || strstr (label, "ecord") != NULL))
    {
      g_autoptr (GPtrArray) words = kp_validation_split_words (rest);

      if (words->len > 1 && *rest != '"')
        return FALSE;
      field = VALUE;
    }
  if (field == NONE)
    return FALSE;
  value = kp_validation_read_value (rest);
  if (*rest == '\0')
    g_array_append_val (self->waiting, field);
  else if (take (self, field, value, FALSE))
    g_array_set_size (self->waiting, 0);
  if (type != NULL && field != TYPE && self->current->type == NULL)
    self->current->type = g_strdup (type);
  return TRUE;
}

static void
read_waited_for (Reader *self, const char *line)
{
  g_autofree char *value = kp_validation_read_value (line);

  while (self->waiting->len > 0)
    {
      Field field = g_array_index (self->waiting, Field, 0);
      /* A sentence is no value. */
      gboolean sentence = field == VALUE && *line != '"' && strpbrk (value, " \t") != NULL;
      gboolean taken = !sentence && take (self, field, value, TRUE);

      if (!taken && field != OTHER)
        return;
      g_array_remove_index (self->waiting, 0);
      if (taken)
        return;
    }
}

/* A row of cells outside of a table with a heading. */
static gboolean
read_cells (Reader *self, const char *line)
{
  g_autoptr (GPtrArray) cells = NULL;

  if (strpbrk (line, "\t|") == NULL)
    return FALSE;
  cells = kp_validation_split_cells (line, strchr (line, '\t') != NULL ? '\t' : '|');
  for (guint i = cells->len; i > 0; i--)
    if (*(const char *) g_ptr_array_index (cells, i - 1) == '\0')
      g_ptr_array_remove_index (cells, i - 1);
  return read_row (self, cells);
}

static void
read_line (Reader *self, const char *line)
{
  g_autoptr (GPtrArray) words = NULL;

  if (read_table_row (self, line) || read_cells (self, line))
    return;
  words = kp_validation_split_words (line);
  if (read_row (self, words) || read_heading (self, line))
    return;
  if (self->waiting->len < MAX_WAITING && read_labelled (self, line))
    return;
  read_waited_for (self, line);
}

/* The line without what a mail or a list puts before it, and without marks of emphasis. */
static char *
strip_line (const char *line)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean quoted = FALSE;

  while (*line == '>' || *line == ' ')
    line++;
  if ((*line == '*' || *line == '-') && line[1] == ' ')
    line += 2;
  else if (g_str_has_prefix (line, "• ") || g_str_has_prefix (line, "· "))
    line = g_utf8_next_char (line) + 1;
  else if (g_ascii_isdigit (*line) && (line[1] == '.' || line[1] == ')') && line[2] == ' ')
    line += 3;
  for (; *line != '\0'; line++)
    {
      if (*line == '"')
        quoted = !quoted;
      if (quoted && line[0] == '\\' && line[1] != '\0')
        g_string_append_c (text, *line++);
      if (quoted || (*line != '`' && !(line[0] == '*' && line[1] == '*')))
        g_string_append_c (text, *line);
      else if (*line == '*')
        line++;
    }
  return g_strdup (g_strstrip (text->str));
}

/* Spaces and quotes as a mail program may have made of them. */
static char *
normalise (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\r')
        g_string_append_c (clean, '\n');
      else if (c == 0x201c || c == 0x201d || c == 0x201e)
        g_string_append_c (clean, '"');
      else if (c == 0xff1a)
        g_string_append_c (clean, ':');
      else if (g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        g_string_append_c (clean, ' ');
      else if (g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/* A record in parentheses goes on until they close. */
static char *
join_continued (char **lines, guint *at)
{
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *first = strip_line (lines[*at]);

  g_string_append (joined, first);
  if (strchr (first, '(') == NULL || strchr (first, ')') != NULL
      || (strstr (first, "TXT") == NULL && strstr (first, "CNAME") == NULL))
    return g_string_free (g_steal_pointer (&joined), FALSE);
  for (guint i = 1; i <= MAX_CONTINUED && lines[*at + i] != NULL; i++)
    {
      g_autofree char *next = strip_line (lines[*at + i]);

      g_string_append_printf (joined, " %s", next);
      if (strchr (next, ')') == NULL)
        continue;
      *at += i;
      return g_string_free (g_steal_pointer (&joined), FALSE);
    }
  return g_steal_pointer (&first);
}

/* Labels say it seldom where a sentence above them has said it. */
static void
complete_types (GPtrArray *notes, const char *text)
{
  const char *type = find_type (text);

  for (guint i = 0; i < notes->len && type != NULL; i++)
    {
      KpValidationNote *note = g_ptr_array_index (notes, i);

      if (note->type == NULL)
        note->type = g_strdup (type);
    }
}

GPtrArray *
kp_validation_text_read (const char *text)
{
  g_autofree char *clean = normalise (text);
  g_auto (GStrv) lines = g_strsplit (clean, "\n", MAX_LINES);
  Reader self = { .notes = g_ptr_array_new_with_free_func (note_free),
                  .current = g_new0 (KpValidationNote, 1),
                  .waiting = g_array_new (FALSE, FALSE, sizeof (Field)),
                  .columns = g_array_new (FALSE, FALSE, sizeof (Field)) };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = join_continued (lines, &i);

      if (*line != '\0')
        read_line (&self, line);
      else
        g_array_set_size (self.columns, 0);
    }
  finish_note (&self);
  note_free (self.current);
  g_array_unref (self.waiting);
  g_array_unref (self.columns);
  complete_types (self.notes, clean);
  return self.notes;
}
