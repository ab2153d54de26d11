// Tropo Scripting by text: a conversation that a phone begins, and one that a launch begins.

var FRIEND = "+14075550113", app = "+13215550100";

function note(event) {
  log("told " + event.name + ", attempt " + event.attempt);
}

function elsewhere(event) {
  // a question within a question
  var inner = ask("Is it a city at all?", {choices: "yes(yes, y), no(no, n)", onEvent: note});
  log("within: " + inner.value);
}

function refused(work) {
  try {
    work();
  } catch (error) {
    log("refused: " + error.message);
  }
}

function cameIn() {
  log(currentCall.channel + " by " + currentCall.network + ": " + currentCall.initialText);
  if (currentCall.callerID == "14075550114") {
    refused(function () { reject(); });
  } else {
    answer();
    var first = ask("", {choices: "[ANY]"});
    log("began with " + first.value);
    talk();
  }
}

function talk() {
  var event = ask("Which city?", {
    choices: "Rome(rome, roma), Oslo", attempts: 3, timeout: 60, onBadChoice: elsewhere, onChoice: note
  });
  log(event.value + " " + event.choice.interpretation);
  event = ask("Your postcode?", {choices: "code([4-5 DIGITS])", onChoice: note});
  say(event.name + " " + event.value + " with http://example.com/über");
  message("Somebody is in " + event.value, {to: [FRIEND], network: "SMS", callerID: app});
  wait(2000);
  refused(function () { record("Speak now.", {onError: note}); });
  refused(function () { transfer(FRIEND, {onError: note}); });
  refused(function () { conference("room", {onError: note}); });
  refused(function () { startCallRecording("http://recordings.example/calls"); });
  refused(function () { redirect("sip:desk@example.com"); });
  event = ask("Anything else?", {choices: "[ANY]", timeout: 20, onTimeout: note, onEvent: note});
  log(event.name + " " + event.value);
  hangup();
  log(currentCall.state());
  refused(function () { say("Hello?"); });
}

if (currentCall) {
  cameIn();
} else {
  event = call("+" + to, {network: "SMS", onAnswer: note});
  log(event.name + " " + currentCall.calledID);
  say(msg);
  talk();
}
