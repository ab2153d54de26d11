"""The small process that starts hosted scripts. Run as `python -s -S zygote.py CONTROL_FD FOLDER`.

A Python script gets a fork of it, any other language a fork that becomes the interpreter. Either waits on its channel
for the script to run, and is used once.

The control socket keeps message boundaries. In: a start order, with three descriptors (the script's channel, its output
pipe and its scratch folder), or `{"kill": pid}`. Out: `{"started": n, "pid": pid}` and `{"exit": pid, "status": s}`.
When the control socket closes, all children are killed and waited for, and FOLDER, which holds every scratch folder,
is removed: nothing outlives the lab, however that ended. What a script has started and left alone becomes a child of
the zygote, which ends it.
"""

import contextlib
import fcntl
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
from collections import deque

from clearing import clear

sys.path.insert(0, os.path.join(sys.path[0], "python"))
import guest

# a script imports nothing of the platform
del sys.path[:2]

# from the system's own list
PR_SET_CHILD_SUBREAPER = 36

children, untold = set(), deque()
control = socket.socket(fileno=int(sys.argv[1]))


def adopt():
    """Become the parent of every process whose own parent has ended, where the system offers that."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    # a script that wants it has to load it for itself, which it may not
    for name in [name for name in sys.modules if name.partition(".")[0] in ("ctypes", "_ctypes")]:
        del sys.modules[name]


def end_strays():
    """Kill those that scripts have left behind, in whatever group: their own parent would have ended them."""
    with contextlib.suppress(OSError), open(f"/proc/self/task/{os.getpid()}/children") as listed:
        for pid in set(map(int, listed.read().split())) - children:
            os.kill(pid, signal.SIGKILL)


def reap():
    """Tell the platform about every child that has ended."""
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None:
            return
        # while it is not yet waited for, its number is nobody else's: whatever it started goes with it
        end_group(ended.si_pid)
        end_strays()
        _, status = os.waitpid(ended.si_pid, 0)
        if ended.si_pid not in children:
            continue
        children.discard(ended.si_pid)
        tell({"exit": ended.si_pid, "status": os.waitstatus_to_exitcode(status)})


def end_group(pid):
    # nobody may be left in it, or nobody that can be reached
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def tell(message):
    untold.append(json.dumps(message).encode())
    send()


def send():
    """Send what the platform is still to be told, as far as it takes it now: it may be waiting for its orders to be
    taken, and each would wait for the other."""
    try:
        while untold:
            control.send(untold[0], socket.MSG_DONTWAIT)
            untold.popleft()
    except BlockingIOError:
        pass
    except OSError:
        stop()
    waiting.modify(control, select.POLLIN | (select.POLLOUT if untold else 0))


def stop():
    """Leave, and take every child along."""
    for pid in children:
        end_group(pid)
    end_strays()
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, _ = os.waitpid(-1, 0)
            children.discard(pid)
            end_strays()
    for _ in clear(sys.argv[2]):
        pass
    os._exit(0)


def obey():
    """Carry out the next order of the platform."""
    try:
        data, descriptors, _, _ = socket.recv_fds(control, 65536, 3)
    except OSError:  # closed while reports lay unread
        data = b""
    if not data:
        stop()
    order = json.loads(data)
    if "kill" not in order:
        start(order, descriptors)
    elif order["kill"] in children:
        end_group(order["kill"])


def start(order, descriptors):
    pid = os.fork()
    if pid == 0:
        try:
            become(order, descriptors)
        finally:
            os._exit(127)
    children.add(pid)
    # both sides set it: a kill that comes at once finds the group
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpgid(pid, pid)
    for descriptor in descriptors:
        os.close(descriptor)
    tell({"started": order["start"], "pid": pid})


def become(order, descriptors):
    """In the child: its own group, folder, descriptors, environment and limits; then the interpreter, to its end."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # out of the way first: a descriptor that came may have the very number that another goes to
    null = os.open(os.devnull, os.O_RDONLY)
    null, channel, output, scratch = (fcntl.fcntl(one, fcntl.F_DUPFD, 16) for one in (null, *descriptors))
    os.fchdir(scratch)
    for descriptor, number in ((null, 0), (output, 1), (output, 2), (channel, order["channel"])):
        os.dup2(descriptor, number)
    os.closerange(max(2, order["channel"]) + 1, 1024)
    for name, value in order["limits"].items():
        # this system may not know the limit
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))
    if order["command"]:
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.execve(order["command"][0], order["command"], order["environment"])
    os.environ.clear()
    os.environ.update(order["environment"])
    guest.play(order["channel"])
    os._exit(0)


adopt()
# an interrupt in the notebook is for the kernel, not for hosted scripts
signal.signal(signal.SIGINT, signal.SIG_IGN)
# an ended child wakes the loop below: it must not break in anywhere else
woken, wakes = os.pipe()
os.set_blocking(woken, False)
os.set_blocking(wakes, False)
signal.set_wakeup_fd(wakes)
signal.signal(signal.SIGCHLD, lambda *_: None)
gc.freeze()
waiting = select.poll()
waiting.register(woken, select.POLLIN)
waiting.register(control, select.POLLIN)
while True:
    ready = dict(waiting.poll())
    if woken in ready:
        os.read(woken, 4096)
        reap()
    if untold:
        send()
    if ready.get(control.fileno(), 0) & ~select.POLLOUT:
        obey()
