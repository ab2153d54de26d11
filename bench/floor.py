"""The floor: the least a Flask platform can do and still make every hop of a WebAPI launch.

Run it with `python -m bench.floor --catcher URL`; its first line of output is JSON with `url` and `pid`, as with
`tropo_lab serve`. A launch is answered with XML; then a worker thread POSTs session JSON to the catcher, reads
the reply and appends each text to a list. It checks nothing and keeps nothing else: no trace, no journal.
"""

import argparse
import json
import logging
import os
import queue
import signal
import sys
import threading
import time
import uuid

import urllib3
import waitress
from flask import Flask, Response, request

THREADS = 16
TIMESTAMP = "2016-05-23T16:00:00.000Z"
XML = "<session><success>true</success><token>{token}</token><id>{id}</id></session>"


class Floor:
    """A list of delivered texts, and the workers that fill it."""

    def __init__(self, catcher: str):
        self.catcher = catcher
        self.delivered: list[tuple[str, float]] = []
        self.launched: queue.SimpleQueue = queue.SimpleQueue()
        self.pool = urllib3.PoolManager(maxsize=THREADS)
        for _ in range(THREADS):
            threading.Thread(target=self._work, daemon=True).start()

    def launch(self, parameters: dict) -> str:
        """The id of a new session, which a worker runs as soon as one is free."""
        id = uuid.uuid4().hex
        self.launched.put((id, parameters))
        return id

    def _work(self) -> None:
        while True:
            id, parameters = self.launched.get()
            try:
                self._run(id, parameters)
            except (OSError, ValueError, LookupError, urllib3.exceptions.HTTPError) as error:
                # the run then misses a text and says so; the worker goes on
                print(f"session failed: {error!r}", file=sys.stderr)

    def _run(self, id: str, parameters: dict) -> None:
        session = {"id": id, "timestamp": TIMESTAMP, "userType": "NONE", "initialText": None, "callId": None}
        body = json.dumps({"session": {**session, "parameters": parameters}})
        reply = self.pool.request(
            "POST", self.catcher, body=body, headers={"Content-Type": "application/json"}, timeout=10, retries=False
        )
        for verb in json.loads(reply.data)["tropo"]:
            self.delivered.append((verb["message"]["say"]["value"], time.monotonic()))


def create_app(floor: Floor) -> Flask:
    """The Flask app: launches, the count of texts, and the texts with the moment of each."""
    app = Flask(__name__)

    @app.get("/1.0/sessions")
    def sessions():
        parameters = request.args.to_dict()
        id = floor.launch(parameters)
        return Response(XML.format(token=parameters["token"], id=id), mimetype="text/xml")

    @app.get("/lab/health")
    def health():
        return {"status": "ok", "texts": len(floor.delivered)}

    @app.get("/deliveries")
    def deliveries():
        return floor.delivered.copy()

    return app


def main() -> None:
    """Serve the floor on a free port until SIGTERM."""
    parser = argparse.ArgumentParser(prog="python -m bench.floor", description="The floor of the benchmark.")
    parser.add_argument("--catcher", required=True, metavar="URL", help="where session JSON is POSTed")
    arguments = parser.parse_args()
    app = create_app(Floor(arguments.catcher))
    # a line for each queued request would make the floor slower than it is
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=THREADS)
    # nothing here is worth keeping, so the process ends at once
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    print(json.dumps({"url": f"http://127.0.0.1:{server.effective_port}", "pid": os.getpid()}), flush=True)
    server.run()


if __name__ == "__main__":
    main()
