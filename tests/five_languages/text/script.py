# Tropo Scripting by text: a conversation that a phone begins, and one that a launch begins.
# ruff: noqa: F821 (Tropo provides the names)

FRIEND = "+14075550113"


def note(event):
    log("told " + event.name + ", attempt " + str(event.attempt))


def elsewhere(event):
    # a question within a question
    inner = ask("Is it a city at all?", {"choices": "yes(yes, y), no(no, n)", "onEvent": note})
    log("within: " + inner.value)


def refused(work):
    try:
        work()
    except Exception as error:
        log("refused: " + str(error))


def came_in():
    log(currentCall.channel + " by " + currentCall.network + ": " + currentCall.initialText)
    if currentCall.callerID == "14075550114":
        refused(lambda: reject())
    else:
        answer()
        first = ask("", {"choices": "[ANY]"})
        log("began with " + first.value)
        talk()


def talk():
    event = ask(
        "Which city?",
        {"choices": "Rome(rome, roma), Oslo", "attempts": 3, "timeout": 60, "onBadChoice": elsewhere, "onChoice": note},
    )
    log(event.value + " " + event.choice.interpretation)
    event = ask("Your postcode?", {"choices": "code([4-5 DIGITS])", "onChoice": note})
    say(event.name + " " + event.value + " with http://example.com/über")
    message("Somebody is in " + event.value, {"to": [FRIEND], "network": "SMS", "callerID": app})
    wait(2000)
    refused(lambda: record("Speak now.", {"onError": note}))
    refused(lambda: transfer(FRIEND, {"onError": note}))
    refused(lambda: conference("room", {"onError": note}))
    refused(lambda: startCallRecording("http://recordings.example/calls"))
    refused(lambda: redirect("sip:desk@example.com"))
    event = ask("Anything else?", {"choices": "[ANY]", "timeout": 20, "onTimeout": note, "onEvent": note})
    log(event.name + " " + event.value)
    hangup()
    log(currentCall.state())
    refused(lambda: say("Hello?"))


app = "+13215550100"
if currentCall:
    came_in()
else:
    event = call("+" + to, {"network": "SMS", "onAnswer": note})
    log(event.name + " " + currentCall.calledID)
    say(msg)
    talk()
