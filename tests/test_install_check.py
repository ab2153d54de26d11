"""The check of an installation: a sound one passes, and each broken one is told its own fix."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tropo_lab.workshop import install_check, probes
from tropo_lab.workshop.problem import Problem

ROOT = Path(__file__).parent.parent
RUN = "from tropo_lab.workshop.install_check import install_check; raise SystemExit(install_check({}))"


def checked(code: str = "", *options: str, before: bool = False, **env: str) -> tuple[int, str]:
    """Exit status and output of a check in a Python of its own, after `code`."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}\n{RUN.format(before or '')}"
    done = subprocess.run(
        [sys.executable, *options, "-c", program],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **env},
        timeout=100,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def test_a_sound_installation_passes(tmp_path):
    status, said = checked(TROPO_LAB_PROGRESS=str(tmp_path / "progress.json"))
    assert status == 0 and said.rstrip().endswith("pass: this machine is ready."), said
    assert "one text: by both flows" in said and "FIX" not in said
    assert list(tmp_path.iterdir()) == []


def test_before_installing_it_asks_only_what_has_to_hold_by_then():
    status, said = checked("", "-I", "-S", before=True)
    assert status == 0 and [line[:4] for line in said.splitlines()] == ["pass"] * 3


def test_a_python_that_is_too_old_is_told_how_to_name_another():
    status, said = checked("sys.version_info = (3, 8, 18, 'final', 0)", before=True)
    assert status == 1 and "this is Python 3.8, and the lab needs 3.10 or later" in said
    assert "Do this: install a newer Python, then name it: make clean check PYTHON=python3.12" in said
    assert said.count("FIX") == 1, "nothing else is looked at"


def test_a_python_without_venv_is_told_the_package():
    status, said = checked("sys.modules['ensurepip'] = None", before=True)
    assert status == 1 and "Do this: sudo apt install python3-venv" in said


def test_missing_packages_are_named_and_installed_anew():
    status, said = checked("", "-I", "-S")
    assert status == 1 and "not installed: aiohappyeyeballs" in said and "Do this: make clean lab" in said
    assert said.count("FIX") == 1, "nothing else can be looked at"


def test_another_version_is_named_beside_the_one_that_is_wanted(tmp_path):
    fake = tmp_path / "flask-0.1.dist-info"
    fake.mkdir()
    (fake / "METADATA").write_text("Metadata-Version: 2.1\nName: flask\nVersion: 0.1\n")
    status, said = checked(f"sys.path.insert(0, {str(tmp_path)!r})")
    assert status == 1 and "flask is 0.1 in place of " in said and "-m pip install -r requirements.txt" in said


def test_a_file_in_the_way_of_a_package_is_to_be_renamed(tmp_path):
    (tmp_path / "requests.py").write_text("")
    status, said = checked(f"sys.path.insert(0, {str(tmp_path)!r})")
    assert status == 1 and "for the package requests" in said and f"rename {tmp_path / 'requests.py'}" in said


def test_a_kernel_of_another_python_is_told_from_this_one(tmp_path):
    folder = tmp_path / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps({"argv": ["/opt/other/python"], "display_name": "x"}))
    status, said = checked(JUPYTER_PATH=str(tmp_path))
    assert status == 1 and "the kernel named python3 starts /opt/other/python" in said
    assert f"start JupyterLab by make lab; or take that kernel away: rm -r {folder}" in said


def test_a_kernel_of_another_environment_of_the_same_python_is_told_too(tmp_path):
    folder, other = tmp_path / "kernels" / "python3", tmp_path / "bin" / "python"
    for path in (folder, other.parent):
        path.mkdir(parents=True)
    other.symlink_to(Path(sys.executable).resolve())
    (folder / "kernel.json").write_text(json.dumps({"argv": [str(other)], "display_name": "x"}))
    status, said = checked(JUPYTER_PATH=str(tmp_path))
    assert status == 1 and f"the kernel named python3 starts {other}" in said


def test_a_kernel_that_cannot_import_the_lab_is_told(tmp_path, monkeypatch):
    (tmp_path / "tropo_lab.py").write_text("raise ImportError('half of it is missing')")
    monkeypatch.setattr(probes, "ROOT", tmp_path)
    with pytest.raises(Problem, match=r"a kernel cannot import tropo_lab \(ImportError\)"):
        probes.kernel()


def test_widgets_without_their_browsers_side_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(probes.sys, "prefix", str(tmp_path))
    with pytest.raises(Problem, match="the browser's side of anywidget is missing"):
        probes.widgets()


def test_a_folder_without_lessons_and_one_that_is_not_yours_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(install_check, "ROOT", tmp_path)
    with pytest.raises(Problem, match="the folder `notebooks` is missing"):
        install_check.folder()
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(install_check.os, "access", lambda *_: False)
    with pytest.raises(Problem, match="you may not write into `notebooks`"):
        install_check.folder()


def test_a_place_where_no_progress_can_be_kept_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    status, said = checked(TROPO_LAB_PROGRESS=str(tmp_path / "file" / "progress.json"))
    assert status == 1 and "your progress cannot be kept in" in said and "set TROPO_LAB_PROGRESS" in said


def test_a_progress_file_that_stays_as_it_is_is_named(tmp_path, monkeypatch):
    (tmp_path / "progress.json").mkdir()
    monkeypatch.setenv("TROPO_LAB_PROGRESS", str(tmp_path / "progress.json"))
    with pytest.raises(Problem, match=r"progress\.json is no file that progress can be kept in") as told:
        probes.progress()
    assert "set TROPO_LAB_PROGRESS" in told.value.fix


def test_a_machine_that_cannot_reach_itself_is_told_of_its_firewall(monkeypatch):
    def blocked(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(probes.socket, "create_server", blocked)
    with pytest.raises(Problem, match="Operation not permitted") as told:
        probes.loopback()
    assert "firewall" in told.value.fix


def test_what_nobody_foresaw_is_told_in_one_line_too(monkeypatch, capsys):
    def strange():
        raise RuntimeError("what?")

    monkeypatch.setattr(install_check, "_probes", lambda before: [("luck", strange)])
    assert install_check.install_check(out=sys.stdout) == 1
    assert "FIX   luck: RuntimeError: what?\n      Do this: make clean lab\n" in capsys.readouterr().out
