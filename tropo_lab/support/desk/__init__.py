"""The desk: paste whatever there is, and get what it is, a program that shows it, what is wrong, and it mended."""

from tropo_lab.support.desk.desk import diagnose
from tropo_lab.support.desk.diagnosed import Diagnosis

__all__ = ["Diagnosis", "diagnose"]
