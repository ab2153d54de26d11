"""Some three hundred exchanges in which nothing is wrong: launches, replies, conversations, and scripts."""

from __future__ import annotations

from tests.sound_launches import launches
from tests.sound_replies import conversations, recorded_documents, replies, scenes
from tests.sound_scripts import scripts

SOUND = {one.name: one for make in (launches, replies, conversations, scenes, recorded_documents) for one in make()}
SCRIPTED = {one.name: one for one in scripts()}
