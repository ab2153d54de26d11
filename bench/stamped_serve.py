"""`tropo_lab serve`, and beside it a note of the moment at which each text was delivered.

`python -m bench.stamped_serve STAMPS serve …` writes `[[text, seconds], …]` to the file STAMPS when it ends. The
seconds are on `time.monotonic`, which all processes of a Linux machine share.
"""

import json
import sys
import time
from functools import wraps
from pathlib import Path

from tropo_lab.__main__ import main
from tropo_lab.platform.network.phones import PhoneNetwork


def stamp_deliveries() -> list[tuple[str, float]]:
    """The list to which each delivered text is added from now on, with its moment."""
    delivered: list[tuple[str, float]] = []
    deliver = PhoneNetwork.deliver_text

    @wraps(deliver)
    def deliver_text(self, text):
        result = deliver(self, text)
        delivered.append((text.text, time.monotonic()))
        return result

    PhoneNetwork.deliver_text = deliver_text
    return delivered


if __name__ == "__main__":
    stamps, *command = sys.argv[1:]
    delivered = stamp_deliveries()
    try:
        status = main(command)
    finally:
        Path(stamps).write_text(json.dumps(delivered))
    sys.exit(status)
