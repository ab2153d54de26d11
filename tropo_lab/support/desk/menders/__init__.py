"""Menders: for a rule, what takes its mistake out of a story. Where none fits, words say what to change."""

from tropo_lab.support.desk.menders.table import MENDERS

__all__ = ["MENDERS"]
