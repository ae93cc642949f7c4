/* SPDX-License-Identifier: GPL-3.0-or-later */

/* ui-check FILE.ui…: builds each file as GTK will, which gtk4-builder-tool
 * cannot do for templates of libadwaita's or our own classes. Classes of core
 * are the real ones, so a lookup of a property that a model lacks is found.
 * Classes of the window are stand-ins: the template's class with its stated
 * parent (a bin, where that is one of ours), any other as a box, each with the
 * properties that the file gives it, and the signals that it connects.
 * Signal handlers are taken as given. Errors name file, line and column. */
#include "config.h"

#include <adwaita.h>
#include <string.h>

/* What a file says about a class that this program does not have. */
typedef struct
{
  char *parent;
  GHashTable *properties;
  GHashTable *signals;
} Seen;

/* An open element: its class, where it is one of an object. */
typedef struct
{
  char *element;
  char *class_name;
} Level;

typedef struct
{
  GHashTable *classes; /* name => Seen */
  GPtrArray *levels;   /* of Level */
  char *template_class;
  /* The lookup that is open: its property, and whether its class is stated. */
  char *lookup;
  gboolean lookup_typed;
} Survey;

/* ------------------------------------------------------------------ scope */

typedef struct
{
  GtkBuilderCScope parent;
} Scope;

typedef struct
{
  GtkBuilderCScopeClass parent;
} ScopeClass;

static void
handle_nothing (void)
{
}

static GClosure *
scope_create_closure (GtkBuilderScope *scope, GtkBuilder *builder, const char *function,
                      GtkBuilderClosureFlags flags, GObject *object, GError **error)
{
  return g_cclosure_new (handle_nothing, NULL, NULL);
}

static void
scope_iface_init (GtkBuilderScopeInterface *iface)
{
  iface->create_closure = scope_create_closure;
}

static GType scope_get_type (void);

G_DEFINE_TYPE_WITH_CODE (Scope, scope, GTK_TYPE_BUILDER_CSCOPE,
                         G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDER_SCOPE, scope_iface_init))

static void
scope_class_init (ScopeClass *klass)
{
}

static void
scope_init (Scope *self)
{
}

/* ----------------------------------------------------------------- survey */

static void
seen_free (gpointer data)
{
  Seen *seen = data;

  g_free (seen->parent);
  g_hash_table_unref (seen->properties);
  g_hash_table_unref (seen->signals);
  g_free (seen);
}

static void
level_free (gpointer data)
{
  Level *level = data;

  g_free (level->element);
  g_free (level->class_name);
  g_free (level);
}

static GType
find_type (const char *name)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GType type = g_type_from_name (name);

  if (type != 0)
    return type;
  builder = gtk_builder_new ();
  type = gtk_builder_get_type_from_name (builder, name);
  return type == G_TYPE_INVALID ? 0 : type;
}

static Seen *
note_class (Survey *survey, const char *name, const char *parent)
{
  Seen *seen = NULL;

  if (name == NULL || find_type (name) != 0)
    return NULL;
  seen = g_hash_table_lookup (survey->classes, name);
  if (seen == NULL)
    {
      seen = g_new0 (Seen, 1);
      seen->properties = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      seen->signals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (survey->classes, g_strdup (name), seen);
    }
  if (parent != NULL && seen->parent == NULL)
    seen->parent = g_strdup (parent);
  return seen;
}

static void
note_property (Survey *survey, const char *class_name, const char *property)
{
  Seen *seen = note_class (survey, class_name, NULL);

  if (seen != NULL && property != NULL)
    g_hash_table_add (seen->properties, g_strdup (property));
}

static void
note_signal (Survey *survey, const char *class_name, const char *signal)
{
  Seen *seen = note_class (survey, class_name, NULL);

  if (seen != NULL && signal != NULL)
    g_hash_table_add (seen->signals, g_strndup (signal, strcspn (signal, ":")));
}

static const char *
attribute (const char **names, const char **values, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      return values[i];
  return NULL;
}

static void
survey_start (GMarkupParseContext *context, const char *element, const char **names,
              const char **values, gpointer data, GError **error)
{
  Survey *survey = data;
  Level *level = g_new0 (Level, 1);
  Level *above = survey->levels->len > 0
                     ? g_ptr_array_index (survey->levels, survey->levels->len - 1)
                     : NULL;
  const char *name = attribute (names, values, "name");

  level->element = g_strdup (element);
  if (strcmp (element, "template") == 0 || strcmp (element, "object") == 0)
    {
      level->class_name = g_strdup (attribute (names, values, "class"));
      note_class (survey, level->class_name, attribute (names, values, "parent"));
      if (strcmp (element, "template") == 0)
        {
          g_free (survey->template_class);
          survey->template_class = g_strdup (level->class_name);
        }
    }
  else if ((strcmp (element, "property") == 0 || strcmp (element, "binding") == 0)
           && above != NULL)
    note_property (survey, above->class_name, name);
  else if (strcmp (element, "signal") == 0 && above != NULL)
    note_signal (survey, above->class_name, name);
  else if (strcmp (element, "lookup") == 0)
    {
      const char *type = attribute (names, values, "type");

      g_free (survey->lookup);
      survey->lookup = g_strdup (name);
      survey->lookup_typed = type != NULL;
      note_property (survey, type, name);
    }
  g_ptr_array_add (survey->levels, level);
}

static void
survey_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
             GError **error)
{
  Survey *survey = data;
  g_autofree char *object = g_strstrip (g_strndup (text, length));

  /* <lookup name="site">KpSitePage</lookup>: the template itself is asked. */
  if (survey->lookup != NULL && !survey->lookup_typed
      && g_strcmp0 (object, survey->template_class) == 0)
    note_property (survey, survey->template_class, survey->lookup);
}

static void
survey_end (GMarkupParseContext *context, const char *element, gpointer data,
            GError **error)
{
  Survey *survey = data;

  g_clear_pointer (&survey->lookup, g_free);
  g_ptr_array_set_size (survey->levels, survey->levels->len - 1);
}

/* -------------------------------------------------------------- stand-ins */

static void
stand_in_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
}

static void
stand_in_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

static void
stand_in_class_init (gpointer klass, gpointer data)
{
  Seen *seen = data;
  GHashTableIter iter;
  gpointer name = NULL;
  guint id = 1;

  G_OBJECT_CLASS (klass)->set_property = stand_in_property;
  G_OBJECT_CLASS (klass)->get_property = stand_in_get_property;
  g_hash_table_iter_init (&iter, seen->properties);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_object_class_find_property (klass, name) == NULL)
      g_object_class_install_property (
          klass, id++, g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE));
  g_hash_table_iter_init (&iter, seen->signals);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_signal_lookup (name, G_TYPE_FROM_CLASS (klass)) == 0)
      g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);
}

static GType
find_parent (const char *name)
{
  GType type = find_type (name);
  GTypeInfo info = { 0 };
  GTypeQuery query;

  if (type != 0 || !g_str_has_prefix (name, "Kp"))
    return type;
  g_type_query (ADW_TYPE_BIN, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  return g_type_register_static (ADW_TYPE_BIN, name, &info, 0);
}

static gboolean
stand_in (const char *name, Seen *seen)
{
  GTypeInfo info = { .class_init = stand_in_class_init, .class_data = seen };
  GType parent = seen->parent != NULL ? find_parent (seen->parent) : GTK_TYPE_BOX;
  GTypeQuery query;

  if (parent == 0)
    {
      g_printerr ("%s: its parent %s is not known\n", name, seen->parent);
      return FALSE;
    }
  g_type_query (parent, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  g_printerr ("note: %s is taken as a %s\n", name, query.type_name);
  return g_type_register_static (parent, name, &info, 0) != 0;
}

static gboolean
build (const char *xml, gsize length, const char *template_class, GError **error)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GtkBuilderScope) scope = g_object_new (scope_get_type (), NULL);

  gtk_builder_set_scope (builder, scope);
  if (template_class != NULL)
    {
      GType type = find_type (template_class);
      GObject *object = g_object_new (type, NULL);

      /* The object is left as it is: a window belongs to GTK, and this program
       * ends when it has said what it found. */
      return gtk_builder_extend_with_template (builder, object, type, xml, (gssize) length,
                                               error);
    }
  return gtk_builder_add_from_string (builder, xml, (gssize) length, error);
}

static gboolean
check_file (const char *path)
{
  static const GMarkupParser parser = { survey_start, survey_end, survey_text, NULL, NULL };
  /* Types stay registered for the life of the program, and so does this. */
  Survey *survey = g_new0 (Survey, 1);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *xml = NULL;
  gsize length = 0;
  GHashTableIter iter;
  gpointer name = NULL, seen = NULL;
  gboolean fine = FALSE;

  survey->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, seen_free);
  survey->levels = g_ptr_array_new_with_free_func (level_free);
  context = g_markup_parse_context_new (&parser, 0, survey, NULL);
  fine = g_file_get_contents (path, &xml, &length, &error)
         && g_markup_parse_context_parse (context, xml, (gssize) length, &error)
         && g_markup_parse_context_end_parse (context, &error);
  g_hash_table_iter_init (&iter, survey->classes);
  while (fine && g_hash_table_iter_next (&iter, &name, &seen))
    fine = stand_in (name, seen);
  fine = fine && build (xml, length, survey->template_class, &error);
  if (!fine)
    g_printerr ("%s: %s\n", path, error != NULL ? error->message : "cannot be built");
  return fine;
}

int
main (int argc, char **argv)
{
  gboolean fine = TRUE;

  /* One process a file: two files may name the same class, and a template
   * that aborts must not hide the others. */
  if (argc == 2)
    {
      adw_init ();
      return check_file (argv[1]) ? 0 : 1;
    }
  for (int i = 1; i < argc; i++)
    {
      const char *child[] = { argv[0], argv[i], NULL };
      g_autoptr (GError) error = NULL;
      int status = 0;

      if (!g_spawn_sync (NULL, (char **) child, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                         NULL, &status, &error)
          || !g_spawn_check_wait_status (status, &error))
        {
          g_printerr ("%s: %s\n", argv[i], error->message);
          fine = FALSE;
        }
    }
  return fine ? 0 : 1;
}
