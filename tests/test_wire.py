"""What is recorded is what crossed, to the byte: seen by servers and clients that know nothing of the lab."""

import socket
import threading

from tests.catchers import MESSAGE, app_with
from tests.test_bad_catchers import document

REPLY = document(MESSAGE).encode()


def test_the_bytes_of_a_catchers_request_and_reply_are_the_recorded_ones(lab):
    body = b"HTTP/1.1 200 OK\r\nX-Odd:  spaces\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (
        len(REPLY),
        REPLY,
    )
    seen = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            connection, _ = server.accept()
            with connection:
                data = connection.recv(65536)
                head, _, rest = data.partition(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                while len(rest) < length:
                    more = connection.recv(65536)
                    data, rest = data + more, rest + more
                seen.append(data)
                connection.sendall(body)

        thread = threading.Thread(target=serve)
        thread.start()
        app = lab.app("raw", messaging=f"http://127.0.0.1:{server.getsockname()[1]}/start?x=%20y")
        lab.http.get(f"http://api.tropo.com/1.0/sessions?action=create&token={app.messaging_token}")
        trace = lab.trace()
        thread.join()
    assert trace.of_kind("session")[0].wire == seen[0]
    # white space around a header's value is no part of it
    assert trace.of_kind("document")[0].wire == body.replace(b"X-Odd:  spaces", b"X-Odd: spaces")


def test_the_bytes_of_a_launch_and_its_reply_are_the_recorded_ones(lab):
    app, _ = app_with(lab, [MESSAGE])
    sent = (
        f"POST http://api.tropo.com/1.0/sessions HTTP/1.1\r\nhost: api.tropo.com\r\nX-A: 1\r\nx-a: 2\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(app.messaging_token) + 14}\r\n\r\n"
        f"token={app.messaging_token}&msg=%ff"
    ).encode()
    host, _, port = lab.address.partition(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(sent)
        received = connection.recv(65536)
    trace = lab.trace()
    assert trace.hops[0].wire == sent
    assert trace.hops[1].wire == received
