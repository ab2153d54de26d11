"""What is looked at once everything is said to be installed. Each gives a note, or raises a Problem."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from importlib import metadata, util
from pathlib import Path

from tropo_lab.workshop.problem import Problem

ROOT = Path(__file__).resolve().parent.parent.parent
INSTALL = "make clean lab"
# modules that have to come from the package of the same name
IMPORTED = ("aiohttp", "anywidget", "flask", "ipykernel", "ipywidgets", "jinja2", "jupyterlab", "nbval", "requests")
EXTENSIONS = ("anywidget", "@jupyter-widgets/jupyterlab-manager")


def packages() -> str:
    """How many packages there are, when all are there in their versions."""
    missing, other = [], []
    for name, wanted in _wanted():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
            continue
        if found != wanted:
            other.append(f"{name} is {found} in place of {wanted}")
    if missing:
        more = f" and {len(missing) - 4} more" if len(missing) > 4 else ""
        raise Problem(f"not installed: {', '.join(missing[:4])}{more}", INSTALL, is_final=True)
    if other:
        raise Problem("; ".join(other[:3]), f"{_short(sys.executable)} -m pip install -r requirements.txt")
    return f"{len(_wanted())} in their versions"


def _wanted() -> list[tuple[str, str]]:
    """Name and version of what requirements.txt pins for every machine alike; the rest depends on the system."""
    text = (ROOT / "requirements.txt").read_text("utf-8")
    return re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^\s;]+)\s*$", text)


def nothing_in_the_way() -> None:
    """Nothing, when each module is imported from its package, and not from a file that has the same name."""
    for package in IMPORTED:
        spec = util.find_spec(package)
        home = Path(str(metadata.distribution(package).locate_file(""))).resolve()
        place = Path(spec.origin or "").resolve() if spec else None
        if place and home not in place.parents:
            raise Problem(
                f"Python takes {_short(place)} for the package {package}",
                f"rename {_short(place)}, or take its folder out of PYTHONPATH",
            )


def loopback() -> None:
    """Nothing, when a program can reach another one on this machine."""
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(5)
            with socket.create_connection(server.getsockname(), 5) as near, server.accept()[0] as far:
                near.sendall(b"hello")
                far.settimeout(5)
                if far.recv(5) != b"hello":
                    raise OSError("something else answered")
    except OSError as error:
        raise Problem(
            f"programs cannot reach each other on 127.0.0.1 ({error.strerror or error})",
            "allow Python to use the loopback address in your firewall or security software",
        ) from None


def kernel() -> None:
    """Nothing, when a notebook's kernel is this Python, and answers."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    from jupyter_client.manager import start_new_kernel

    try:
        spec = KernelSpecManager().get_kernel_spec("python3")
    except NoSuchKernel:
        raise Problem("JupyterLab finds no kernel named python3", INSTALL) from None
    program = shutil.which(spec.argv[0]) or spec.argv[0]
    if spec.argv[0] != "python" and _environment(program) != _environment(sys.executable):
        raise Problem(
            f"the kernel named python3 starts {_short(program)}, another Python than this one",
            f"start JupyterLab by make lab; or take that kernel away: rm -r {_short(spec.resource_dir)}",
        )
    # what the kernel remarks about itself is not for this screen
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(ROOT), stderr=subprocess.DEVNULL)
    try:
        reply = client.execute_interactive("import tropo_lab", store_history=False, timeout=60, output_hook=_ignored)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()
    if reply["content"]["status"] != "ok":
        raise Problem(f"a kernel cannot import tropo_lab ({reply['content'].get('ename')})", INSTALL)


def _environment(program: str) -> tuple[str, str]:
    """The folder of a Python and the Python itself: virtual environments of one Python differ in the folder alone."""
    return os.path.realpath(os.path.dirname(os.path.abspath(program))), os.path.realpath(program)


def _ignored(message: dict) -> None:
    """What the kernel says meanwhile is of no interest."""


def widgets() -> None:
    """Nothing, when the browser's side of the widgets is there."""
    for name in EXTENSIONS:
        if not (Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name).is_dir():
            raise Problem(f"the browser's side of {name} is missing", INSTALL)


def progress() -> None:
    """Nothing, when the practice file can be written."""
    from tropo_lab.practice.progress_file import Unreadable, check_place, place

    path = place()
    fix = "set TROPO_LAB_PROGRESS to a file in a folder of your own, such as ~/progress.json"
    try:
        check_place(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except Unreadable as error:
        raise Problem(str(error), fix) from None
    except OSError as error:
        raise Problem(f"your progress cannot be kept in {_short(path)} ({error.strerror})", fix) from None


def one_text() -> str:
    """What came, when a text goes through both flows, or through the one that this system can run."""
    from catcher_server import create_app
    from tropo_lab.lab import Lab
    from tropo_lab.launcher import LaunchRequest

    phone, script = "+14075550112", 'message(msg, {"to": "+" + numbertodial, "network": "SMS"})'
    with Lab() as lab:
        sides = {"WebAPI": f"{lab.host(create_app({'HTTP': lab.http}))}/messaging", "Scripting": lab.script(script)}
        for flow, address in sides.items():
            if flow == "Scripting" and sys.platform != "linux":
                return "by WebAPI; hosted scripts (lessons 03 and 05, parts of 07 to 09) need Linux or a hub"
            token = lab.app(flow, messaging=address).messaging_token
            LaunchRequest(token, {"numbertodial": phone[1:], "msg": flow}).send(lab.http)
            trace = lab.trace()
            if [text.text for text in lab.phone(phone).texts][-1:] != [flow]:
                raise Problem(f"no text came by {flow}: {trace.outcome}", f"{INSTALL}; then report what make tour says")
    return "by both flows"


def languages() -> str:
    """Which of the other languages are there. Nothing has to be."""
    programs = {"curl": "curl", "PHP": "php", "Ruby": "ruby", "Node": "node", "Java": "java", "Groovy": "groovy"}
    found = [name for name, program in programs.items() if shutil.which(program)]
    missing = [name for name in programs if name not in found]
    return f"{', '.join(found) or 'none'}" + (f"; without {', '.join(missing)} some cells say so" if missing else "")


def _short(path: str | Path) -> str:
    """A path from here, or from home, as one would type it."""
    for base, mark in ((Path.cwd(), ""), (Path.home(), "~/")):
        try:
            return mark + str(Path(path).absolute().relative_to(base))
        except ValueError:
            continue
    return str(path)


PROBES = (
    ("packages", packages),
    ("nothing in their way", nothing_in_the_way),
    ("loopback", loopback),
    ("kernel", kernel),
    ("widgets", widgets),
    ("progress file", progress),
    ("one text", one_text),
    ("other languages, if you like", languages),
)
