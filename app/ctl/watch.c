/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/job-run.h"
#include "ctl/message.h"
#include "ctl/passphrase.h"
#include "ctl/refresh.h"
#include "ctl/request.h"
#include "ctl/vault.h"
#include "ctl/watch-report.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

/* Beside the store; held as long as somebody watches it. */
#define LOCK_FILE "watch.lock"

static gboolean option_once;

static const KpCtlOption options[] = {
  { "once", KP_CTL_OPTION_FLAG, &option_once, N_ ("Do what is due, and end: for a timer"),
    NULL },
  { NULL },
};

static KpCtlStatus
fail_lock (KpCtl *ctl, const char *path, int number)
{
  if (number == EWOULDBLOCK)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "watched-already", "watch",
                        _ ("another “keyplatectl watch” is at work on these sites; end it "
                           "first, or leave it to that one"));
  return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", path, g_strerror (number));
}

/* Two would check everything twice. The lock goes with its process, however that ends.
 * @fd: (out): held until it is closed */
static KpCtlStatus
take_lock (KpCtl *ctl, int *fd)
{
  const char *dir = kp_store_get_data_dir (kp_desk_get_store (ctl->desk));
  g_autofree char *path = g_build_filename (dir, LOCK_FILE, NULL);

  *fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (*fd < 0)
    return fail_lock (ctl, path, errno);
  if (flock (*fd, LOCK_EX | LOCK_NB) != 0)
    {
      int number = errno;

      close (*fd);
      *fd = -1;
      return fail_lock (ctl, path, number);
    }
  return KP_CTL_FINE;
}

/* Nobody is there to be asked: without a passphrase that was given, requests that need the
 * vault wait, and say so. */
static KpCtlStatus
open_vault (KpCtl *ctl)
{
  g_autoptr (KpSecret) passphrase = NULL;
  KpVault *vault;
  KpCtlStatus status = kp_ctl_read_passphrase (ctl, &passphrase);

  if (status == KP_CTL_FINE && passphrase != NULL)
    status = kp_ctl_open_vault (ctl, &vault);
  return status;
}

static gboolean
signal_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
is_running (KpMonitor *monitor)
{
  gboolean running;

  g_object_get (monitor, "running", &running, NULL);
  return running;
}

static void
receive (KpOutbox *outbox, GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_receive_async (outbox, NULL, cancellable, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  /* A helpdesk that can't be asked now is asked the next time. */
  kp_outbox_receive_finish (outbox, result, NULL, NULL);
}

static KpCtlStatus
serve_requests (KpCtl *ctl, GCancellable *cancellable)
{
  KpOutbox *outbox;
  KpCtlStatus status = kp_ctl_open_outbox (ctl, &outbox);

  if (status != KP_CTL_FINE)
    return status;
  kp_ctl_run_outbox (outbox);
  if (!g_cancellable_is_cancelled (cancellable))
    receive (outbox, cancellable);
  return KP_CTL_FINE;
}

/* Evidence that time has outlived is judged first, as every command does. */
static KpCtlStatus
watch_once (KpCtl *ctl, GCancellable *cancellable)
{
  KpMonitor *monitor = kp_desk_get_monitor (ctl->desk);
  g_autoptr (GPtrArray) sites = kp_ctl_all_sites (ctl);
  g_autoptr (GError) unseen = NULL;
  g_autofree char *problem = NULL;
  KpCtlStatus status;

  kp_ctl_refresh (ctl, sites);
  kp_ctl_drive_look (ctl, sites, KP_RECORD_LOOK_DUE, cancellable, &unseen);
  kp_monitor_follow_network (monitor, g_network_monitor_get_default ());
  kp_monitor_start (monitor);
  while (is_running (monitor) && !g_cancellable_is_cancelled (cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (g_cancellable_is_cancelled (cancellable))
    return KP_CTL_FINE;
  status = serve_requests (ctl, cancellable);
  g_object_get (monitor, "problem", &problem, NULL);
  if (problem == NULL && unseen != NULL)
    problem = g_strdup (unseen->message);
  if (problem == NULL || status != KP_CTL_FINE)
    return status;
  /* Translators: stands before a colon and what is wrong with it. */
  kp_ctl_warn (_ ("watch"), problem);
  return KP_CTL_COULD_NOT;
}

static void
watch_on (KpCtl *ctl, const KpWatchReport *report, GCancellable *cancellable)
{
  kp_desk_watch (ctl->desk);
  while (!g_cancellable_is_cancelled (cancellable) && !kp_watch_report_is_broken (report))
    g_main_context_iteration (NULL, TRUE);
}

static KpCtlStatus
watch (KpCtl *ctl)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KpWatchReport) report = NULL;
  guint ids[G_N_ELEMENTS (signals)];
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    ids[i] = g_unix_signal_add (signals[i], signal_cb, cancellable);
  /* Whoever reads that it has begun may end it. */
  report = kp_watch_report_new (ctl);
  if (option_once)
    status = watch_once (ctl, cancellable);
  else
    watch_on (ctl, report, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (ids[i]);
  kp_watch_report_update (report);
  return status;
}

static KpCtlStatus
run_watch (KpCtl *ctl, char **operands)
{
  KpCtlStatus status = kp_ctl_load_sites (ctl);
  int fd = -1;

  if (status == KP_CTL_FINE)
    status = take_lock (ctl, &fd);
  if (status == KP_CTL_FINE)
    status = open_vault (ctl);
  if (status == KP_CTL_FINE)
    status = watch (ctl);
  /* Until the store is closed it is at work: the lock goes with the process, not before. */
  return status;
}

const KpCtlCommand kp_ctl_watch = {
  .name = "watch",
  .usage = "",
  .summary =
      N_ ("Checks what is due, sends requests and fetches replies, until it is ended"),
  .run = run_watch,
  .options = options,
  .operand = KP_CTL_OPERAND_NONE,
};
