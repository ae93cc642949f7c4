# SPDX-License-Identifier: GPL-3.0-or-later
"""keyplatectl called some hundred times: forks.c says why, and how."""

import os
import signal
import socket
import struct
import subprocess
import tempfile


class Forks:
    """Calls keyplatectl as subprocess.run would, through PROGRAM, which is started at the first
    call, with the environment of that."""

    def __init__(self, program):
        self.program, self.socket, self.process = program, None, None

    def _start(self, env):
        self.socket, other = socket.socketpair()
        with other:
            self.process = subprocess.Popen(
                [self.program, str(other.fileno())], stdin=subprocess.DEVNULL,
                pass_fds=[other.fileno()], env=env)

    def _number(self):
        data = self.socket.recv(4, socket.MSG_WAITALL)
        if len(data) != 4:
            raise RuntimeError(f'{self.program} ended: {self.process.wait(10)}')
        return struct.unpack('i', data)[0]

    def run(self, command, env, stdin=b'', cwd=None, timeout=120):
        """COMMAND[0] is the program's name to itself, and nothing else."""
        if self.socket is None:
            self._start(env)
        variables = [f'{name}={value}' for name, value in env.items()]
        texts = b''.join(os.fsencode(text) + b'\0'
                         for text in (cwd or os.getcwd(), *command, *variables))
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, \
                tempfile.TemporaryFile() as err:
            given.write(stdin)
            given.seek(0)
            socket.send_fds(self.socket, [struct.pack('III', len(texts), len(command),
                                                      len(variables))],
                            [one.fileno() for one in (given, out, err)])
            self.socket.sendall(texts)
            pid = self._number()
            self.socket.settimeout(timeout)
            try:
                status = self._number()
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                self.socket.settimeout(10)
                self._number()
                raise subprocess.TimeoutExpired(command, timeout) from None
            finally:
                self.socket.settimeout(None)
            for one in (out, err):
                one.seek(0)
            return subprocess.CompletedProcess(command, status, out.read(), err.read())

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.process.wait(10)
