/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/message.h"
#include "ctl/output.h"
#include "ctl/ask.h"
#include "ctl/passphrase.h"
#include "ctl/progress.h"
#include "ctl/subject.h"
#include "ctl/table.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include "core/base/host-name.h"
#include "core/certificate/certificate.h"
#include "core/certificate/csr-maker.h"
#include "core/model/subject-rules.h"
#include "core/store/store-signing-keys.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

static char *given[KP_SUBJECT_N_FIELDS];
static char *option_subject;
static char *option_key;
static GPtrArray *option_sans;
static char *option_out;
static char *option_key_out;

static const KpCtlOption create_options[] = {
  { "out", KP_CTL_OPTION_FILE, &option_out, N_ ("Where the request goes; - prints it"),
    N_ ("FILE") },
  { "san", KP_CTL_OPTION_LIST, &option_sans, N_ ("Another name it is for (repeatable)"),
    N_ ("NAME") },
  { "key", KP_CTL_OPTION_CHOICE, &option_key,
    N_ ("What kind of key is made; ecdsa-p256 unless given"),
    "ecdsa-p256|ecdsa-p384|rsa-2048|rsa-3072|rsa-4096" },
  { "key-out", KP_CTL_OPTION_FILE, &option_key_out,
    N_ ("Writes the key there, encrypted, instead of keeping it in the vault"),
    N_ ("FILE") },
  { "subject", KP_CTL_OPTION_SUBJECT, &option_subject,
    N_ ("Details that are kept under this name"), N_ ("NAME") },
  { "country", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_COUNTRY],
    N_ ("Its code of two letters, or its name"), N_ ("COUNTRY") },
  { "state", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_STATE],
    N_ ("State or province, written out"), N_ ("NAME") },
  { "locality", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_LOCALITY], N_ ("Town"), N_ ("NAME") },
  { "organization", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_ORGANIZATION],
    N_ ("Legal name of the organization"), N_ ("NAME") },
  { "organizational-unit", KP_CTL_OPTION_TEXT, &given[KP_SUBJECT_ORGANIZATIONAL_UNIT],
    N_ ("Part of it; only a private CA can sign it"), N_ ("NAME") },
  { NULL },
};

/* What is made, step by step. */
typedef struct
{
  char **names;
  KpSubject *subject;
  gboolean with_unit;
  KpKeyType type;
  KpSecret *passphrase; /* (nullable): of the key's own file */
  KpVault *vault;       /* (nullable) (not owned): where it goes otherwise */
  KpKey *key;
  GBytes *csr;
  KpCtlOutput *csr_output;
  KpCtlOutput *key_output; /* (nullable) */
} Making;

static void
making_clear (Making *making)
{
  g_clear_pointer (&making->names, g_strfreev);
  g_clear_object (&making->subject);
  g_clear_pointer (&making->passphrase, kp_secret_unref);
  g_clear_pointer (&making->key, kp_key_free);
  g_clear_pointer (&making->csr, g_bytes_unref);
  g_clear_pointer (&making->csr_output, kp_ctl_output_free);
  g_clear_pointer (&making->key_output, kp_ctl_output_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static KpCtlStatus
read_names (KpCtl *ctl, const char *host, Making *making)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (texts, (gpointer) host);
  for (guint i = 0; option_sans != NULL && i < option_sans->len; i++)
    g_ptr_array_add (texts, g_ptr_array_index (option_sans, i));
  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *name = kp_host_name_parse (texts->pdata[i], NULL, &error);

      if (name == NULL)
        return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", texts->pdata[i],
                            error->message);
    }
  g_ptr_array_add (texts, NULL);
  making->names = kp_csr_read_names ((const char *const *) texts->pdata, &error);
  return making->names != NULL
             ? KP_CTL_FINE
             : kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--san", error->message);
}

/* The unit only where it was asked for here: saved details have it for the provider. */
static KpCtlStatus
read_subject (KpCtl *ctl, Making *making)
{
  const char *unit = given[KP_SUBJECT_ORGANIZATIONAL_UNIT];
  g_autoptr (KpSubject) saved = NULL;
  KpCtlStatus status = KP_CTL_FINE;

  if (option_subject != NULL)
    {
      status = kp_ctl_open (ctl);
      if (status == KP_CTL_FINE)
        status = kp_ctl_find_subject (ctl, option_subject, &saved);
      if (status != KP_CTL_FINE)
        return status;
    }
  making->subject = saved != NULL ? kp_subject_copy (saved) : kp_subject_new (NULL);
  making->with_unit = unit != NULL && *unit != '\0';
  return kp_ctl_apply_subject_options (ctl, given, making->subject);
}

/* For the key's own file: from --passphrase-file, else from the terminal. */
static KpCtlStatus
read_key_passphrase (KpCtl *ctl, Making *making)
{
  KpCtlStatus status = kp_ctl_read_passphrase (ctl, &making->passphrase);

  if (status != KP_CTL_FINE || making->passphrase != NULL)
    return status;
  if (!kp_ctl_can_ask ())
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--passphrase-file",
                        _ ("missing; the key of --key-out is encrypted with it"));
  making->passphrase = kp_ctl_ask_new_passphrase (_ ("Choose a passphrase for the key:"));
  return making->passphrase != NULL
             ? KP_CTL_FINE
             : kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "passphrase", "--key-out",
                            _ ("no passphrase was given, so no key was made"));
}

static gboolean
is_same_file (const char *a, const char *b)
{
  g_autofree char *one = g_canonicalize_filename (a, NULL);
  g_autofree char *other = g_canonicalize_filename (b, NULL);

  return g_str_equal (one, other);
}

static KpCtlStatus
check_options (KpCtl *ctl)
{
  if (option_out == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--out",
                        _ ("missing; a file for the signing request is expected"));
  if (g_str_equal (option_out, "-") && ctl->json)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--out",
                        _ ("with --json it can’t be printed too; a file is expected"));
  if (option_key_out == NULL)
    return KP_CTL_FINE;
  if (g_str_equal (option_key_out, "-"))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--key-out",
                        _ ("a key is not printed; a file is expected"));
  if (is_same_file (option_out, option_key_out))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", "--key-out",
                        _ ("it is the file of --out; another one is expected"));
  return KP_CTL_FINE;
}

/* All that can be wrong before a key is made. */
static KpCtlStatus
prepare (KpCtl *ctl, const char *host, Making *making)
{
  KpCtlStatus status = check_options (ctl);

  if (status == KP_CTL_FINE && option_key != NULL)
    kp_key_type_from_string (option_key, &making->type);
  if (status == KP_CTL_FINE)
    status = read_names (ctl, host, making);
  if (status == KP_CTL_FINE)
    status = read_subject (ctl, making);
  if (status == KP_CTL_FINE)
    status = kp_ctl_output_begin (ctl, "--out", option_out, FALSE, &making->csr_output);
  if (status == KP_CTL_FINE && option_key_out != NULL)
    {
      status =
          kp_ctl_output_begin (ctl, "--key-out", option_key_out, TRUE, &making->key_output);
      if (status == KP_CTL_FINE)
        status = read_key_passphrase (ctl, making);
    }
  else if (status == KP_CTL_FINE)
    {
      status = kp_ctl_open (ctl);
      if (status == KP_CTL_FINE)
        status = kp_ctl_open_vault (ctl, &making->vault);
    }
  return status;
}

static KpCtlStatus
make (KpCtl *ctl, Making *making)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (isatty (STDERR_FILENO))
    g_printerr ("%s", _ ("Making the key…"));
  kp_key_generate_async (making->type, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_progress_clear ();
  making->key = kp_key_generate_finish (result, &error);
  if (making->key == NULL)
    /* Translators: stands before a colon and what is wrong with it. */
    return kp_ctl_fail_error (ctl, _ ("key"), error);
  making->csr = kp_csr_make (making->key, (const char *const *) making->names,
                             making->subject, making->with_unit, &error);
  if (making->csr == NULL)
    /* Translators: stands before a colon and what is wrong with it. */
    return kp_ctl_fail_error (ctl, _ ("signing request"), error);
  return KP_CTL_FINE;
}

static KpCtlStatus
write_csr (KpCtl *ctl, Making *making)
{
  g_autofree char *pem = kp_csr_to_pem (making->csr);

  if (pem == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "csr", "--out",
                        _ ("there is not enough memory to write the signing request"));
  return kp_ctl_output_write (ctl, making->csr_output, pem, strlen (pem));
}

static KpCtlStatus
write_key (KpCtl *ctl, Making *making)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pem = kp_key_to_pkcs8 (making->key, making->passphrase, &error);
  KpCtlStatus status;
  gsize length;
  gconstpointer octets;

  if (pem == NULL)
    return kp_ctl_fail_error (ctl, "--key-out", error);
  octets = g_bytes_get_data (pem, &length);
  status = kp_ctl_output_write (ctl, making->key_output, octets, length);
  return status == KP_CTL_FINE ? kp_ctl_output_keep (ctl, making->key_output) : status;
}

static char *
make_secret_name (Making *making)
{
  return kp_signing_key_make_name (kp_key_get_spki_sha256 (making->key));
}

/* What the keyring shows its user beside it. */
static KpCtlStatus
store_key (KpCtl *ctl, Making *making)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSecret) secret = kp_key_to_secret (making->key, &error);
  g_autofree char *name = make_secret_name (making);
  /* Translators: a host name */
  g_autofree char *label = g_strdup_printf (_ ("Private key of %s"), making->names[0]);

  if (secret == NULL)
    return kp_ctl_fail_error (ctl, _ ("key"), error);
  kp_vault_store_async (making->vault, name, label, secret, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_vault_store_finish (making->vault, result, &error))
    return kp_ctl_fail_vault (ctl, making->vault, error);
  return KP_CTL_FINE;
}

static KpCtlStatus
note_key (KpCtl *ctl, Making *making)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (KpSigningKey) key =
      kp_signing_key_new (kp_key_get_spki_sha256 (making->key), making->names[0],
                          kp_key_type_to_string (making->type), making->csr);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_save_signing_key_async (store, key, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_save_signing_key_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, _ ("store"), error);
  return KP_CTL_FINE;
}

/* What can't be taken back is named: it is the user's to remove. */
static void
warn_of_rest (Making *making, const char *where, const GError *error)
{
  g_autofree char *name = make_secret_name (making);
  g_autofree char *why = g_strdup_printf (
      /* Translators: what a key is called in the vault, and why it could not be removed */
      _ ("the key “%s”, whose request was not written, is still there: %s"), name,
      error->message);

  kp_ctl_warn (where, why);
}

/* Nothing stays of a key whose request nobody has. */
static void
take_back (KpCtl *ctl, Making *making)
{
  g_autofree char *name = make_secret_name (making);
  g_autoptr (GAsyncResult) removed = NULL;
  g_autoptr (GAsyncResult) noted = NULL;
  g_autoptr (GError) error = NULL;
  KpStore *store;

  if (making->key_output != NULL)
    {
      kp_ctl_output_take_back (making->key_output);
      return;
    }
  kp_vault_remove_async (making->vault, name, NULL, kp_ctl_wait_cb, &removed);
  removed = kp_ctl_wait (&removed);
  if (!kp_vault_remove_finish (making->vault, removed, &error)
      && !g_error_matches (error, KP_VAULT_ERROR, KP_VAULT_ERROR_ABSENT))
    {
      /* Translators: stands before a colon and what is wrong with it. */
      warn_of_rest (making, _ ("vault"), error);
      return;
    }
  store = kp_desk_get_store (ctl->desk);
  kp_store_destroy_signing_key_async (store, kp_key_get_spki_sha256 (making->key), NULL,
                                      kp_ctl_wait_cb, &noted);
  noted = kp_ctl_wait (&noted);
  /* The key is gone; a store that does not say so yet is asked again by who destroys. */
  kp_store_destroy_signing_key_finish (store, noted, NULL);
}

/* The key is safe before anybody can use its request. */
static KpCtlStatus
keep (KpCtl *ctl, Making *making)
{
  KpCtlStatus status = write_csr (ctl, making);

  if (status != KP_CTL_FINE)
    return status;
  if (making->key_output != NULL)
    status = write_key (ctl, making);
  else
    {
      status = store_key (ctl, making);
      if (status != KP_CTL_FINE)
        return status;
      status = note_key (ctl, making);
    }
  if (status == KP_CTL_FINE)
    status = kp_ctl_output_keep (ctl, making->csr_output);
  if (status != KP_CTL_FINE)
    take_back (ctl, making);
  return status;
}

static const char *
get_field (Making *making, KpSubjectField field)
{
  const char *text = kp_subject_get_field (making->subject, field);
  gboolean is_in = field == KP_SUBJECT_ORGANIZATIONAL_UNIT
                       ? making->with_unit
                       : kp_subject_field_in_certificate (field);

  return is_in && *text != '\0' ? text : NULL;
}

static void
add_subject (JsonBuilder *builder, Making *making)
{
  json_builder_set_member_name (builder, "subject");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KP_SUBJECT_EMAIL; i++)
    {
      g_autofree char *member =
          g_strdelimit (g_strdup (kp_subject_field_to_string (i)), "-", '_');

      kp_ctl_add_string (builder, member, get_field (making, i));
    }
  json_builder_end_object (builder);
}

static void
add_file (JsonBuilder *builder, const char *path)
{
  g_autofree char *shown = path != NULL ? g_filename_display_name (path) : NULL;

  kp_ctl_add_string (builder, "file", shown);
}

static void
print_json (Making *making)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *sha256 = kp_certificate_sha256 (making->csr);
  g_autofree char *name = make_secret_name (making);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "csr");
  json_builder_begin_object (builder);
  add_file (builder, option_out);
  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; making->names[i] != NULL; i++)
    json_builder_add_string_value (builder, making->names[i]);
  json_builder_end_array (builder);
  kp_ctl_add_string (builder, "key", kp_key_type_to_string (making->type));
  add_subject (builder, making);
  kp_ctl_add_string (builder, "sha256", sha256);
  kp_ctl_add_string (builder, "spki_sha256", kp_key_get_spki_sha256 (making->key));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "key");
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "vault", option_key_out == NULL ? name : NULL);
  add_file (builder, option_key_out);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static void
add_row (KpTable *table, const char *heading, const char *text)
{
  kp_table_add (table, (const char *const[]){ heading, text, NULL });
}

static void
print (Making *making)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  g_autofree char *out = g_filename_display_name (option_out);
  g_autofree char *key_out =
      option_key_out != NULL ? g_filename_display_name (option_key_out) : NULL;
  g_autofree char *names = g_strjoinv (", ", making->names);
  g_autofree char *secret = make_secret_name (making);

  add_row (table, _ ("Signing request"), out);
  add_row (table, _ ("Names"), names);
  for (guint i = 0; i < KP_SUBJECT_EMAIL; i++)
    if (get_field (making, i) != NULL)
      add_row (table, kp_subject_field_get_label (i), get_field (making, i));
  add_row (table, _ ("Key"), kp_key_type_to_string (making->type));
  add_row (table, option_key_out != NULL ? _ ("Encrypted in") : _ ("In the vault as"),
           option_key_out != NULL ? key_out : secret);
  kp_table_print (table);
  if (making->with_unit)
    g_print ("%s\n", _ ("Public CAs leave an organizational unit out, or refuse it."));
}

static KpCtlStatus
run_create (KpCtl *ctl, char **operands)
{
  g_auto (Making) making = { NULL };
  KpCtlStatus status = prepare (ctl, operands[0], &making);

  if (status == KP_CTL_FINE)
    status = make (ctl, &making);
  if (status == KP_CTL_FINE)
    status = keep (ctl, &making);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    print_json (&making);
  else if (!g_str_equal (option_out, "-"))
    print (&making);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_csr_create = {
  .name = "csr create",
  .usage = N_ ("HOST"),
  .summary = N_ ("Makes a key and its signing request"),
  .run = run_create,
  .options = create_options,
  .operand = KP_CTL_OPERAND_HOST,
  .least = 1,
  .most = 1,
};
