"""Traces that leave the lab and come back: exports in eight forms, and imports of HAR and of pasted curl commands."""

from tropo_lab.exports.forms import FORMS, export, save
from tropo_lab.exports.har_reading import from_har
from tropo_lab.exports.masking import masked
from tropo_lab.exports.pasted import Pasted, from_curl

__all__ = ["FORMS", "Pasted", "export", "from_curl", "from_har", "masked", "save"]
