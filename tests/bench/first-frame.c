/* SPDX-License-Identifier: GPL-3.0-or-later */

/* first-frame TIMES any|rows COMMAND… [-- any|rows COMMAND…]…: starts the commands in turn,
 * TIMES times each, and prints for each start its number and the milliseconds from the
 * start of the process to the first frame on the screen: "any" for the first picture in its
 * window, "rows" for the first that has one in the lower two thirds, where a list has its
 * rows. Seen from outside, by the X server's word, so that it is the same for every
 * program. */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/extensions/Xdamage.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A text on a background has more shades than that, an empty window has fewer. */
#define SHADES 16
/* Milliseconds until a program is given up, and until one that was ended is killed. */
#define LIMIT 30000
#define PATIENCE 3000

typedef struct
{
  char **argv;
  gboolean rows;
} Command;

typedef struct
{
  Display *display;
  int damage; /* first event of the extension */
  Window window;
  int width;
  int height;
  gboolean rows;
} Watch;

static double
get_now (void)
{
  return g_get_monotonic_time () / 1000.0;
}

/* Windows go away while they are looked at. */
static int
ignore_error (Display *display, XErrorEvent *error)
{
  return 0;
}

static gboolean
shows_picture (Watch *watch)
{
  unsigned long seen[SHADES];
  int top = watch->rows ? watch->height / 3 : 0;
  guint n = 0;
  XImage *image = XGetImage (watch->display, watch->window, 0, top, watch->width,
                             watch->height - top, AllPlanes, ZPixmap);

  if (image == NULL)
    return FALSE;
  for (int y = 0; y < image->height && n < SHADES; y += 2)
    for (int x = 0; x < image->width && n < SHADES; x++)
      {
        unsigned long pixel = XGetPixel (image, x, y);
        guint i = 0;

        while (i < n && seen[i] != pixel)
          i++;
        if (i == n)
          seen[n++] = pixel;
      }
  XDestroyImage (image);
  return n == SHADES;
}

static void
take_window (Watch *watch, Window window)
{
  XWindowAttributes attributes;

  if (watch->window != None || !XGetWindowAttributes (watch->display, window, &attributes)
      || attributes.class != InputOutput || attributes.width < 100
      || attributes.height < 100)
    return;
  watch->window = window;
  watch->width = attributes.width;
  watch->height = attributes.height;
  XDamageCreate (watch->display, window, XDamageReportRawRectangles);
}

/* Returns: whether its picture may be another now */
static gboolean
take_event (Watch *watch, XEvent *event)
{
  if (event->type == MapNotify)
    take_window (watch, event->xmap.window);
  else if (event->type == ConfigureNotify && event->xconfigure.window == watch->window)
    {
      watch->width = event->xconfigure.width;
      watch->height = event->xconfigure.height;
    }
  return event->type == watch->damage + XDamageNotify;
}

/* Milliseconds of the processor that it has taken until now. */
static double
get_processor (pid_t process)
{
  clockid_t clock;
  struct timespec taken;

  if (clock_getcpuclockid (process, &clock) != 0 || clock_gettime (clock, &taken) != 0)
    return 0;
  return taken.tv_sec * 1e3 + taken.tv_nsec / 1e6;
}

/* Returns: the moment of the first frame, 0 if there was none */
static double
watch_for_frame (Watch *watch, pid_t process, double end)
{
  while (get_now () < end && waitpid (process, NULL, WNOHANG) == 0)
    {
      struct pollfd item = { ConnectionNumber (watch->display), POLLIN, 0 };
      gboolean changed = FALSE;
      double seen = 0;

      while (XPending (watch->display) > 0)
        {
          XEvent event;

          XNextEvent (watch->display, &event);
          seen = get_now ();
          changed |= take_event (watch, &event);
        }
      if (changed && watch->window != None && shows_picture (watch))
        return seen;
      poll (&item, 1, 20);
    }
  return 0;
}

static pid_t
start (Display *display, char **argv)
{
  pid_t process = fork ();

  if (process != 0)
    return process;
  close (ConnectionNumber (display));
  execvp (argv[0], argv);
  _exit (127);
}

static void
stop (pid_t process)
{
  double end = get_now () + PATIENCE;

  kill (process, SIGTERM);
  while (waitpid (process, NULL, WNOHANG) == 0)
    {
      if (get_now () > end)
        kill (process, SIGKILL);
      g_usleep (10000);
    }
}

static gboolean
measure (Display *display, int damage, const Command *command, guint number)
{
  Watch watch = { .display = display, .damage = damage, .rows = command->rows };
  double begun, frame, processor;
  pid_t process;

  XSync (display, True);
  begun = get_now ();
  process = start (display, command->argv);
  frame = watch_for_frame (&watch, process, begun + LIMIT);
  processor = get_processor (process);
  stop (process);
  if (frame == 0)
    {
      g_printerr ("first-frame: %s drew nothing\n", command->argv[0]);
      return FALSE;
    }
  g_print ("%u %.1f %.1f\n", number, frame - begun, processor);
  return TRUE;
}

/* Cuts the arguments at each "--". */
static GArray *
read_commands (int argc, char **argv)
{
  GArray *commands = g_array_new (FALSE, FALSE, sizeof (Command));

  for (int i = 2; i < argc; i++)
    {
      Command command = { &argv[i + 1], g_str_equal (argv[i], "rows") };

      if ((!command.rows && !g_str_equal (argv[i], "any")) || i + 1 == argc)
        break;
      while (i < argc && !g_str_equal (argv[i], "--"))
        i++;
      if (i < argc)
        argv[i] = NULL;
      g_array_append_val (commands, command);
    }
  return commands;
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) commands = read_commands (argc, argv);
  guint times = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 0;
  Display *display;
  int damage, error;

  if (times == 0 || commands->len == 0)
    {
      g_printerr ("Usage: first-frame TIMES any|rows COMMAND… [-- any|rows COMMAND…]…\n");
      return 2;
    }
  display = XOpenDisplay (NULL);
  if (display == NULL || !XDamageQueryExtension (display, &damage, &error))
    {
      g_printerr ("first-frame: no display that tells of damage\n");
      return 3;
    }
  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  for (guint i = 0; i < times; i++)
    for (guint j = 0; j < commands->len; j++)
      if (!measure (display, damage, &g_array_index (commands, Command, j), j))
        return 3;
  XCloseDisplay (display);
  return 0;
}
