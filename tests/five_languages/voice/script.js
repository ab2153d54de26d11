// Every function of Tropo Scripting, by voice. The files beside this one do the same in the other languages.

var DESK = "+14075550112", FRIEND = "+14075550113", BUSY = "+14075550114", NEVER = "+14075550115";
var HASTY = "+14075550116";

function note(event) {
  log("told " + event.name + ", attempt " + event.attempt);
}

function bare() {
  log("told without an event");
}

function chosen(event) {
  var choice = event.choice;
  log("chosen " + event.value + ": " + choice.concept + " " + choice.interpretation + " " + choice.utterance);
  log("as sure as " + choice.confidence);
}

function again(event) {
  // a question within a question, and a text meanwhile
  var inner = ask("Not " + event.value + ". Shall I go on?", {choices: "yes(1), no(2)", onChoice: chosen});
  message("They said " + inner.value, {to: FRIEND, network: "SMS"});
}

function cameIn() {
  log("from " + currentCall.callerID + " to " + currentCall.calledID + ", " + currentCall.state());
  log(currentCall.callerName + " and " + currentCall.calledName + ", " + currentCall.sessionId.length);
  log(currentCall.isIncoming() && currentCall.initialText === null ? "an incoming call" : "something else");
  if (currentCall.callerID == "4075550114") {
    reject();
  } else if (currentCall.callerID == "4075550115") {
    redirect("sip:desk@example.com");
  } else {
    answer(30);
    event = ask("Stay on the line.", {choices: "[1 DIGIT]", allowSignals: ["leave"], onSignal: note});
    log(event.name + " " + event.value);
  }
  log(currentCall.state());
}

function refused(work) {
  try {
    work();
  } catch (error) {
    log("refused: " + error.message);
  }
}

function fail() {
  var event = call(NEVER, {timeout: 12, onTimeout: note, onAnswer: bare});
  log(event.name);
  event = call([BUSY], {onCallFailure: bare, onEvent: note});
  log(event.name);
  refused(function () { say("Is anybody there?"); });
  refused(function () { call(DESK, {timeout: "soon", onError: note}); });
}

function talk() {
  var event = call(DESK, {callerID: "4075550199", headers: {"x-colour": "red"}, timeout: "30s", onAnswer: note});
  log(currentCall.isActive() && !currentCall.isIncoming() ? "an outgoing call" : "something else");
  log(event.value === currentCall ? "the same call" : "another call");
  log(currentCall.callerID + " " + currentCall.e164CalledID + " " + currentCall.channel + " " + currentCall.network);
  log(getHeader("x-colour") + " " + currentCall.getHeader("X-Colour"));
  startCallRecording("http://recordings.example/calls", {format: "audio/mp3", method: "PUT"});
  log(say("Welcome, " + name + ".", {voice: "allison"}).name);
  event = ask("Sales or support?", {
    choices: "sales(1, buy), support(2, help)", attempts: "3", timeout: 10.5, bargein: true,
    mode: "any", minConfidence: 0.4, interdigitTimeout: 3, terminator: "#", recognizer: "en-us",
    onTimeout: function () { say("Are you there?"); }, onBadChoice: again, onChoice: chosen, onEvent: note
  });
  event.onChoice("sales", note);
  event.onChoice("support", chosen);
  event.onBadChoice(bare);
  event.onTimeout(bare);
  event.onHangup(bare);
  event.onError(bare);
  event.onRecord(bare);
  event.onSilenceTimeout(bare);
}

function keep() {
  var event = record("Leave a message.", {
    attempts: 2, beep: false, timeout: 5, silenceTimeout: 2, maxTime: 20, terminator: "#",
    recordURI: "http://recordings.example/messages", recordMethod: "POST", recordFormat: "audio/wav",
    onRecord: note, onSilenceTimeout: note, onTimeout: bare
  });
  log(event.name + " as " + event.recordURI.split("/").pop().slice(-4));
  event = prompt("One more word?", {record: true, choices: "done(1)", onChoice: note, onRecord: bare});
  log(event.name);
  log(prompt("Which colour?", {choices: "red, green", repeat: 1}).value);
}

function meet() {
  wait(1500);
  var event = conference("five", {terminator: "*", playTones: false, mute: true, onChoice: note});
  log(event.name);
  event = transfer(BUSY, {onCallFailure: note, playvalue: "http://example.com/ring.mp3", playrepeat: 2});
  log(event.name);
  event = transfer([FRIEND], {timeout: 20, callerID: "4075550199", onSuccess: note, terminator: "*"});
  log(event.name + " " + event.value.calledID);
  var second = call(FRIEND);
  second.value.say("You are the second call.");
  log(currentCall.calledID == "4075550112" ? "still the first" : "the second");
  second.hangup();
  log(second.value.state() + " " + currentCall.state());
}

function part() {
  stopCallRecording();
  say("Goodbye.");
  hangup();
  log(currentCall.isActive() ? "active" : "over");
  refused(function () { say("Hello?"); });
}

function hang() {
  call(HASTY);
  log(currentCall.calledID);
  var event = ask("How are you?", {choices: "well, ill", onHangup: note, onEvent: bare});
  log(event.name);
  refused(function () { say("Hello?"); });
  message("You hung up.", {to: HASTY, channel: "TEXT", network: "SMS"});
}

if (currentCall) {
  cameIn();
} else {
  answer();
  stopCallRecording();
  wait(1000);
  print("printed by the script");
  log(action + " " + currentApp.baseDir);
  fail();
  talk();
  keep();
  meet();
  part();
  hang();
}
