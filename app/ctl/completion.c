/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/completion.h"

#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/request.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

static char *option_list;

static const KpCtlOption options[] = {
  /* For the scripts themselves. */
  { "list", KP_CTL_OPTION_CHOICE, &option_list, NULL,
    "site|customer|subject|provider|request|setting" },
  { NULL },
};

const char *
kp_completion_of_operand (KpCtlOperand operand)
{
  switch (operand)
    {
    case KP_CTL_OPERAND_SITE:
      return "site";
    case KP_CTL_OPERAND_CUSTOMER:
      return "customer";
    case KP_CTL_OPERAND_SUBJECT:
      return "subject";
    case KP_CTL_OPERAND_PROVIDER:
      return "provider";
    case KP_CTL_OPERAND_REQUEST:
      return "request";
    case KP_CTL_OPERAND_SETTING:
      return "setting";
    case KP_CTL_OPERAND_FILE:
      return "file";
    case KP_CTL_OPERAND_SHELL:
      return "shell";
    case KP_CTL_OPERAND_NONE:
    case KP_CTL_OPERAND_HOST:
    default:
      return NULL;
    }
}

const char *
kp_completion_of_option (const KpCtlOption *option)
{
  switch (option->kind)
    {
    case KP_CTL_OPTION_CHOICE:
      return "choice";
    case KP_CTL_OPTION_PROVIDER:
      return "provider";
    case KP_CTL_OPTION_CUSTOMER:
      return "customer";
    case KP_CTL_OPTION_SUBJECT:
      return "subject";
    case KP_CTL_OPTION_FILE:
      return "file";
    case KP_CTL_OPTION_FOLDER:
      return "folder";
    case KP_CTL_OPTION_FLAG:
    case KP_CTL_OPTION_TEXT:
    case KP_CTL_OPTION_LIST:
    default:
      return NULL;
    }
}

static void
print_name (GString *out, const char *name)
{
  /* One a line: what would be two is none. */
  if (strpbrk (name, "\r\n") == NULL)
    g_string_append_printf (out, "%s\n", name);
}

static void
list_items (GString *out, GListModel *model, const char *property)
{
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);
      g_autofree char *name = NULL;

      g_object_get (item, property, &name, NULL);
      print_name (out, name);
    }
}

static KpCtlStatus
list_requests (KpCtl *ctl, GString *out)
{
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);

  if (status == KP_CTL_FINE)
    list_items (out, G_LIST_MODEL (kp_outbox_get_requests (outbox)), "reference");
  return status;
}

static KpCtlStatus
run_list (KpCtl *ctl)
{
  g_autoptr (GString) out = g_string_new (NULL);
  KpCtlStatus status = KP_CTL_FINE;

  if (g_str_equal (option_list, "setting"))
    {
      for (const char *const *name = kp_settings_list (); *name != NULL; name++)
        print_name (out, *name);
    }
  else if (g_str_equal (option_list, "request"))
    status = list_requests (ctl, out);
  else if (g_str_equal (option_list, "site"))
    {
      g_autoptr (GPtrArray) sites = NULL;

      status = kp_ctl_load_sites (ctl);
      sites = status == KP_CTL_FINE ? kp_ctl_all_sites (ctl) : g_ptr_array_new ();
      for (guint i = 0; i < sites->len; i++)
        print_name (out, kp_site_get_label (g_ptr_array_index (sites, i)));
    }
  else
    {
      status = kp_ctl_open (ctl);
      if (status == KP_CTL_FINE && g_str_equal (option_list, "customer"))
        list_items (out, G_LIST_MODEL (kp_desk_get_customers (ctl->desk)), "name");
      else if (status == KP_CTL_FINE && g_str_equal (option_list, "subject"))
        list_items (out, G_LIST_MODEL (kp_desk_get_subjects (ctl->desk)), "name");
      else if (status == KP_CTL_FINE)
        {
          GListModel *catalogue = G_LIST_MODEL (kp_desk_get_catalogue (ctl->desk));

          for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
            {
              g_autoptr (KpProfile) profile = g_list_model_get_item (catalogue, i);

              print_name (out, kp_profile_get_id (profile));
            }
        }
    }
  fputs (out->str, stdout);
  return status;
}

static KpCtlStatus
run (KpCtl *ctl, char **operands)
{
  static const struct
  {
    const char *shell;
    char *(*write) (void);
  } shells[] = { { "bash", kp_completion_bash },
                 { "fish", kp_completion_fish },
                 { "zsh", kp_completion_zsh } };

  if (option_list != NULL)
    return run_list (ctl);
  for (guint i = 0; operands[0] != NULL && i < G_N_ELEMENTS (shells); i++)
    if (g_str_equal (operands[0], shells[i].shell))
      {
        g_autofree char *script = shells[i].write ();

        fputs (script, stdout);
        return KP_CTL_FINE;
      }
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-shell",
                      operands[0] != NULL ? operands[0] : "SHELL",
                      _ ("expected bash, fish or zsh"));
}

const KpCtlCommand kp_ctl_completion = {
  .name = "completion",
  .usage = "bash|fish|zsh",
  .summary = N_ ("Writes the completion script of a shell"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_SHELL,
  .most = 1,
  .reads = TRUE,
};
