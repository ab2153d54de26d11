"""What each function of a script does: an order to the call control, and the event that its result is to the script."""

from tropo_lab.platform.scripting.calling import (
    answer,
    call,
    conference,
    hangup,
    message,
    redirect,
    reject,
    transfer,
    wait,
)
from tropo_lab.platform.scripting.talking import (
    ask,
    prompt,
    record,
    say,
    start_call_recording,
    stop_call_recording,
)

CARRIED_OUT = {
    "answer": answer,
    "ask": ask,
    "call": call,
    "conference": conference,
    "hangup": hangup,
    "message": message,
    "prompt": prompt,
    "record": record,
    "redirect": redirect,
    "reject": reject,
    "say": say,
    "startCallRecording": start_call_recording,
    "stopCallRecording": stop_call_recording,
    "transfer": transfer,
    "wait": wait,
}
