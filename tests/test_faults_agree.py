"""Whatever faults are switched on at once, every session ends or waits for a person, the same with both drivers."""

from contextlib import suppress

import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fault_flows import FLOWS, NEED_SOCKETS
from tests.holding import recorded
from tropo_lab.platform.crossing.faults import POSSIBLE, Fault
from tropo_lab.trace import KINDS

# what begins a session, and so two of them when it comes twice
BEGINS = ("click", "launch", "text", "call")
SWITCHES = st.lists(
    st.builds(
        lambda which, number: Fault(*which, nth=number or None),
        st.sampled_from([(fault, kind) for kind in KINDS for fault in POSSIBLE[kind]]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([flow for flow in FLOWS if flow not in NEED_SOCKETS]), SWITCHES)
def test_whatever_happens_no_session_hangs_and_both_drivers_record_the_same(flow, switches):
    if any(fault.fault == "duplicate" and fault.kind in BEGINS for fault in switches):
        # two sessions run side by side then, and which of them comes to a hop first is open
        switches = [fault._replace(nth=None) for fault in switches]

    def play(lab):
        send, _ = FLOWS[flow](lab)
        for fault in switches:
            lab.faults.add(*fault[:2], nth=fault.nth)
        for _ in range(2):
            with suppress(requests.ConnectionError, requests.Timeout):
                send()
            lab.engine.settle()

    with_sockets, without = (recorded(play, sockets=sockets) for sockets in (True, False))
    assert with_sockets == without
    outcomes = [record.outcome for record in with_sockets if hasattr(record, "outcome")]
    assert outcomes and all(outcome is None or outcome.name != "platform error" for outcome in outcomes)
    assert flow == "WebAPI, a signal" or None not in outcomes
