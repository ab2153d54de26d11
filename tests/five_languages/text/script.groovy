// Tropo Scripting by text: a conversation that a phone begins, and one that a launch begins.

FRIEND = "+14075550113"
app = "+13215550100"

note = { event -> log("told ${event.name}, attempt ${event.attempt}") }

def elsewhere(event) {
    // a question within a question
    def inner = ask("Is it a city at all?", [choices: "yes(yes, y), no(no, n)", onEvent: note])
    log("within: ${inner.value}")
}

def refused(work) {
    try {
        work()
    } catch (TropoError error) {
        log("refused: " + error.message)
    }
}

def cameIn() {
    log("${currentCall.channel} by ${currentCall.network}: ${currentCall.initialText}")
    if (currentCall.callerID == "14075550114") {
        refused { reject() }
    } else {
        answer()
        def first = ask("", [choices: "[ANY]"])
        log("began with " + first.value)
        talk()
    }
}

def talk() {
    def event = ask("Which city?", [
        choices: "Rome(rome, roma), Oslo", attempts: 3, timeout: 60, onBadChoice: this.&elsewhere, onChoice: note,
    ])
    log(event.value + " " + event.choice.interpretation)
    event = ask("Your postcode?", [choices: "code([4-5 DIGITS])", onChoice: note])
    say("${event.name} ${event.value} with http://example.com/über")
    message("Somebody is in ${event.value}", [to: [FRIEND], network: "SMS", callerID: app])
    await(2000)
    refused { record("Speak now.", [onError: note]) }
    refused { transfer(FRIEND, [onError: note]) }
    refused { conference("room", [onError: note]) }
    refused { startCallRecording("http://recordings.example/calls") }
    refused { redirect("sip:desk@example.com") }
    event = ask("Anything else?", [choices: "[ANY]", timeout: 20, onTimeout: note, onEvent: note])
    log(event.name + " " + event.value)
    hangup()
    log(currentCall.state())
    refused { say("Hello?") }
}

if (currentCall) {
    cameIn()
} else {
    def event = call("+" + to, [network: "SMS", onAnswer: note])
    log(event.name + " " + currentCall.calledID)
    say(msg)
    talk()
}
