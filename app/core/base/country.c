/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/country.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  PROP_CODE = 1,
  PROP_NAME,
  PROP_LABEL,
  N_PROPERTIES,
};

struct _KpCountry
{
  GObject parent;

  char *code;
  char *name;
  char *label;
  char **keys; /* its code and names as they are compared */
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpCountry, kp_country, G_TYPE_OBJECT)

static void
kp_country_finalize (GObject *object)
{
  KpCountry *self = KP_COUNTRY (object);

  g_free (self->code);
  g_free (self->name);
  g_free (self->label);
  g_strfreev (self->keys);

  G_OBJECT_CLASS (kp_country_parent_class)->finalize (object);
}

static void
kp_country_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpCountry *self = KP_COUNTRY (object);

  switch (id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
kp_country_class_init (KpCountryClass *klass)
{
  static const char *const names[N_PROPERTIES] = {
    [PROP_CODE] = "code", [PROP_NAME] = "name", [PROP_LABEL] = "label"
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_country_finalize;
  object_class->get_property = kp_country_get_property;

  for (guint i = 1; i < N_PROPERTIES; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, "",
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_country_init (KpCountry *self)
{
}

KpCountry *
kp_country_new (const char *code, const char *name, const char *const *others)
{
  KpCountry *self;
  g_autoptr (GStrvBuilder) keys = NULL;

  g_return_val_if_fail (code != NULL && name != NULL && others != NULL, NULL);

  self = g_object_new (KP_TYPE_COUNTRY, NULL);
  keys = g_strv_builder_new ();
  self->code = g_strdup (code);
  self->name = g_strdup (name);
  /* Translators: a country and its code of two letters */
  self->label = g_strdup_printf (_ ("%s (%s)"), name, code);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *key = kp_country_make_key (i == 0 ? code : name);

      g_strv_builder_add (keys, key);
    }
  for (; *others != NULL; others++)
    {
      g_autofree char *key = kp_country_make_key (*others);

      g_strv_builder_add (keys, key);
    }
  self->keys = g_strv_builder_end (keys);
  return self;
}

const char *
kp_country_get_code (KpCountry *self)
{
  g_return_val_if_fail (KP_IS_COUNTRY (self), "");

  return self->code;
}

const char *
kp_country_get_name (KpCountry *self)
{
  g_return_val_if_fail (KP_IS_COUNTRY (self), "");

  return self->name;
}

const char *
kp_country_get_label (KpCountry *self)
{
  g_return_val_if_fail (KP_IS_COUNTRY (self), "");

  return self->label;
}

/* "Côte d’Ivoire" is "cote d ivoire": one blank between words, none around. */
char *
kp_country_make_key (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *folded = g_utf8_casefold (valid, -1);
  g_autofree char *apart = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
  GString *key = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* "U.S.A." has no words. */
      if (g_unichar_ismark (c) || c == '.')
        continue;
      if (!g_unichar_isalnum (c))
        {
          gap = TRUE;
          continue;
        }
      if (gap && key->len > 0)
        g_string_append_c (key, ' ');
      gap = FALSE;
      g_string_append_unichar (key, c);
    }
  return g_string_free (key, FALSE);
}

gboolean
kp_country_is_called (KpCountry *self, const char *key)
{
  g_return_val_if_fail (KP_IS_COUNTRY (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return g_strv_contains ((const char *const *) self->keys, key);
}

static gboolean
has_word (const char *name, const char *start)
{
  for (const char *p = name; p != NULL; p = strchr (p, ' '))
    {
      p += *p == ' ';
      if (g_str_has_prefix (p, start))
        return TRUE;
    }
  return FALSE;
}

static KpCountryMatch
match_name (const char *name, const char *key, char **words)
{
  if (g_str_equal (name, key))
    return KP_COUNTRY_MATCH_WHOLE;
  for (guint i = 0; words[i] != NULL; i++)
    if (!has_word (name, words[i]))
      return KP_COUNTRY_MATCH_NONE;
  return words[0] != NULL && g_str_has_prefix (name, key) ? KP_COUNTRY_MATCH_START
                                                          : KP_COUNTRY_MATCH_WORDS;
}

KpCountryMatch
kp_country_match (KpCountry *self, const char *key)
{
  KpCountryMatch best = KP_COUNTRY_MATCH_NONE;
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (KP_IS_COUNTRY (self), KP_COUNTRY_MATCH_NONE);
  g_return_val_if_fail (key != NULL, KP_COUNTRY_MATCH_NONE);

  words = *key != '\0' ? g_strsplit (key, " ", -1) : g_new0 (char *, 1);
  for (guint i = 0; self->keys[i] != NULL; i++)
    best = MAX (best, match_name (self->keys[i], key, words));
  return best;
}
