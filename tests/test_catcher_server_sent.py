"""The memory that launcher and catcher share."""

from concurrent.futures import ThreadPoolExecutor

from catcher_server.sent import ANSWERED, ASKED, INSTRUCTED, Sent


def add(sent, session, state=ASKED, note=""):
    return sent.add("+14075550112", "hello", "text", session, state, note)


def test_launches_are_numbered_and_listed_newest_first():
    sent = Sent()
    for session in ("a", "b", "c"):
        add(sent, session)
    assert [(launch.number, launch.session) for launch in sent.newest_first()] == [(3, "c"), (2, "b"), (1, "a")]


def test_a_session_is_one_launch_whose_state_moves_on():
    sent = Sent()
    add(sent, "a")
    add(sent, "a", ANSWERED, "The call was answered.")
    [launch] = sent.newest_first()
    assert (launch.number, launch.state, launch.note) == (1, ANSWERED, "The call was answered.")


def test_a_launcher_that_is_slower_than_the_catcher_does_not_turn_the_state_back():
    sent = Sent()
    add(sent, "a", INSTRUCTED)
    assert add(sent, "a", ASKED).state == INSTRUCTED
    assert sent.of("a").state == INSTRUCTED


def test_launches_without_a_session_stay_apart():
    sent = Sent()
    add(sent, "")
    add(sent, "")
    assert len(sent.newest_first()) == 2
    assert sent.of("") is None


def test_an_unknown_session_is_none():
    assert Sent().of("a") is None


def test_the_oldest_are_forgotten():
    sent = Sent()
    for number in range(1, 251):
        add(sent, str(number))
    assert [launch.number for launch in sent.newest_first()] == list(range(250, 50, -1))
    assert sent.of("50") is None


def test_many_threads_lose_nothing():
    sent = Sent(limit=1000)
    with ThreadPoolExecutor(8) as threads:
        launches = list(threads.map(lambda number: add(sent, str(number % 400)), range(800)))
    assert sorted({launch.number for launch in launches}) == list(range(1, 401))
    assert len(sent.newest_first()) == 400
