# Every function of Tropo Scripting, by voice. The files beside this one do the same in the other languages.
# ruff: noqa: F821 (Tropo provides the names)

DESK, FRIEND, BUSY, NEVER, HASTY = "+14075550112", "+14075550113", "+14075550114", "+14075550115", "+14075550116"


def note(event):
    log("told " + event.name + ", attempt " + str(event.attempt))


def bare():
    log("told without an event")


def chosen(event):
    choice = event.choice
    log("chosen " + event.value + ": " + choice.concept + " " + choice.interpretation + " " + choice.utterance)
    log("as sure as " + choice.confidence)


def again(event):
    # a question within a question, and a text meanwhile
    inner = ask("Not " + event.value + ". Shall I go on?", {"choices": "yes(1), no(2)", "onChoice": chosen})
    message("They said " + inner.value, {"to": FRIEND, "network": "SMS"})


def came_in():
    log("from " + currentCall.callerID + " to " + currentCall.calledID + ", " + currentCall.state())
    log(currentCall.callerName + " and " + currentCall.calledName + ", " + str(len(currentCall.sessionId)))
    log("an incoming call" if currentCall.isIncoming() and currentCall.initialText is None else "something else")
    if currentCall.callerID == "4075550114":
        reject()
    elif currentCall.callerID == "4075550115":
        redirect("sip:desk@example.com")
    else:
        answer(30)
        event = ask("Stay on the line.", {"choices": "[1 DIGIT]", "allowSignals": ["leave"], "onSignal": note})
        log(event.name + " " + event.value)
    log(currentCall.state())


def refused(work):
    try:
        work()
    except Exception as error:
        log("refused: " + str(error))


def fail():
    event = call(NEVER, {"timeout": 12, "onTimeout": note, "onAnswer": bare})
    log(event.name)
    event = call([BUSY], {"onCallFailure": bare, "onEvent": note})
    log(event.name)
    refused(lambda: say("Is anybody there?"))
    refused(lambda: call(DESK, {"timeout": "soon", "onError": note}))


def talk():
    event = call(DESK, {"callerID": "4075550199", "headers": {"x-colour": "red"}, "timeout": "30s", "onAnswer": note})
    log("an outgoing call" if currentCall.isActive() and not currentCall.isIncoming() else "something else")
    log("the same call" if event.value == currentCall else "another call")
    log(currentCall.callerID + " " + currentCall.e164CalledID + " " + currentCall.channel + " " + currentCall.network)
    log(getHeader("x-colour") + " " + currentCall.getHeader("X-Colour"))
    startCallRecording("http://recordings.example/calls", {"format": "audio/mp3", "method": "PUT"})
    log(say("Welcome, " + name + ".", {"voice": "allison"}).name)
    event = ask(
        "Sales or support?",
        {
            "choices": "sales(1, buy), support(2, help)", "attempts": "3", "timeout": 10.5, "bargein": True,
            "mode": "any", "minConfidence": 0.4, "interdigitTimeout": 3, "terminator": "#", "recognizer": "en-us",
            "onTimeout": lambda: say("Are you there?"), "onBadChoice": again, "onChoice": chosen, "onEvent": note,
        },
    )  # fmt: skip
    event.onChoice("sales", note)
    event.onChoice("support", chosen)
    event.onBadChoice(bare)
    event.onTimeout(bare)
    event.onHangup(bare)
    event.onError(bare)
    event.onRecord(bare)
    event.onSilenceTimeout(bare)


def keep():
    event = record(
        "Leave a message.",
        {
            "attempts": 2, "beep": False, "timeout": 5, "silenceTimeout": 2, "maxTime": 20, "terminator": "#",
            "recordURI": "http://recordings.example/messages", "recordMethod": "POST", "recordFormat": "audio/wav",
            "onRecord": note, "onSilenceTimeout": note, "onTimeout": bare,
        },
    )  # fmt: skip
    log(event.name + (" as " + event.recordURI.split("/")[-1][-4:]))
    event = prompt("One more word?", {"record": True, "choices": "done(1)", "onChoice": note, "onRecord": bare})
    log(event.name)
    log(prompt("Which colour?", {"choices": "red, green", "repeat": 1}).value)


def meet():
    wait(1500)
    event = conference("five", {"terminator": "*", "playTones": False, "mute": True, "onChoice": note})
    log(event.name)
    event = transfer(BUSY, {"onCallFailure": note, "playvalue": "http://example.com/ring.mp3", "playrepeat": 2})
    log(event.name)
    event = transfer([FRIEND], {"timeout": 20, "callerID": "4075550199", "onSuccess": note, "terminator": "*"})
    log(event.name + " " + event.value.calledID)
    second = call(FRIEND)
    second.value.say("You are the second call.")
    log("still the first" if currentCall.calledID == "4075550112" else "the second")
    second.hangup()
    log(second.value.state() + " " + currentCall.state())


def part():
    stopCallRecording()
    say("Goodbye.")
    hangup()
    log("active" if currentCall.isActive() else "over")
    refused(lambda: say("Hello?"))


def hang():
    call(HASTY)
    log(currentCall.calledID)
    event = ask("How are you?", {"choices": "well, ill", "onHangup": note, "onEvent": bare})
    log(event.name)
    refused(lambda: say("Hello?"))
    message("You hung up.", {"to": HASTY, "channel": "TEXT", "network": "SMS"})


if currentCall:
    came_in()
else:
    answer()
    stopCallRecording()
    wait(1000)
    print("printed by the script")
    log(action + " " + currentApp.baseDir)
    fail()
    talk()
    keep()
    meet()
    part()
    hang()
