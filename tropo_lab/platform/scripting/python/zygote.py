"""A warm Python that forks one child per hosted script. Run as `python -I -S zygote.py CONTROL_FD`.

The control socket keeps message boundaries. In: a start order, with three descriptors (the script's channel, its output
pipe and its scratch folder), or `{"kill": pid}`. Out: `{"started": n, "pid": pid}` and `{"exit": pid, "status": s}`.
When the control socket closes, all children are killed: nothing outlives the lab.
"""

import gc
import json
import os
import signal
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import guest

children = set()
control = socket.socket(fileno=int(sys.argv[1]))


def reap(*_):
    """Tell the platform about every child that has ended."""
    while children:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        children.discard(pid)
        tell({"exit": pid, "status": os.waitstatus_to_exitcode(status)})


def tell(message):
    try:
        control.send(json.dumps(message).encode())
    except OSError:
        stop()


def stop():
    """Leave, and take every child along."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in children:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    os._exit(0)


def start(order, descriptors):
    channel, output, scratch = descriptors
    # the child's exit must not be reported before its start
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    pid = os.fork()
    if pid == 0:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        guest.play(channel, output, scratch, order["limits"])
        os._exit(0)
    children.add(pid)
    for descriptor in descriptors:
        os.close(descriptor)
    tell({"started": order["start"], "pid": pid})
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


signal.signal(signal.SIGCHLD, reap)
# an interrupt in the notebook is for the kernel, not for hosted scripts
signal.signal(signal.SIGINT, signal.SIG_IGN)
gc.freeze()
while True:
    try:
        data, descriptors, _, _ = socket.recv_fds(control, 65536, 3)
    except OSError:  # closed while reports lay unread
        data = b""
    if not data:
        stop()
    order = json.loads(data)
    if "kill" in order:
        if order["kill"] in children:
            try:
                os.kill(order["kill"], signal.SIGKILL)
            except ProcessLookupError:
                pass  # reaped this very moment
    else:
        start(order, descriptors)
