<?php
// Every function of Tropo Scripting, by voice. The files beside this one do the same in the other languages.

define("DESK", "+14075550112");
define("FRIEND", "+14075550113");
define("BUSY", "+14075550114");
define("NEVER", "+14075550115");
define("HASTY", "+14075550116");

function note($event) {
  _log("told $event->name, attempt $event->attempt");
}

function bare() {
  _log("told without an event");
}

function chosen($event) {
  $choice = $event->choice;
  _log("chosen $event->value: $choice->concept $choice->interpretation $choice->utterance");
  _log("as sure as " . $choice->confidence);
}

function again($event) {
  // a question within a question, and a text meanwhile
  $inner = ask("Not $event->value. Shall I go on?", array("choices" => "yes(1), no(2)", "onChoice" => "chosen"));
  message("They said $inner->value", array("to" => FRIEND, "network" => "SMS"));
}

function came_in() {
  global $currentCall;
  _log("from $currentCall->callerID to $currentCall->calledID, " . $currentCall->state());
  _log("$currentCall->callerName and $currentCall->calledName, " . strlen($currentCall->sessionId));
  $new = $currentCall->isIncoming() && $currentCall->initialText === null;
  _log($new ? "an incoming call" : "something else");
  if ($currentCall->callerID == "4075550114") {
    reject();
  } elseif ($currentCall->callerID == "4075550115") {
    redirect("sip:desk@example.com");
  } else {
    answer(30);
    $options = array("choices" => "[1 DIGIT]", "allowSignals" => array("leave"), "onSignal" => "note");
    $event = ask("Stay on the line.", $options);
    _log("$event->name $event->value");
  }
  _log($currentCall->state());
}

function refused($work) {
  try {
    $work();
  } catch (Throwable $error) {
    _log("refused: " . $error->getMessage());
  }
}

function fail() {
  $event = call(NEVER, array("timeout" => 12, "onTimeout" => "note", "onAnswer" => "bare"));
  _log($event->name);
  $event = call(array(BUSY), array("onCallFailure" => "bare", "onEvent" => "note"));
  _log($event->name);
  refused(create_function('', 'say("Is anybody there?");'));
  refused(function () { call(DESK, array("timeout" => "soon", "onError" => "note")); });
}

function talk() {
  global $currentCall, $name;
  $event = call(DESK, array(
    "callerID" => "4075550199", "headers" => array("x-colour" => "red"), "timeout" => "30s", "onAnswer" => "note"
  ));
  _log($currentCall->isActive() && !$currentCall->isIncoming() ? "an outgoing call" : "something else");
  _log($event->value === $currentCall ? "the same call" : "another call");
  _log("$currentCall->callerID $currentCall->e164CalledID $currentCall->channel $currentCall->network");
  _log(getHeader("x-colour") . " " . $currentCall->getHeader("X-Colour"));
  startCallRecording("http://recordings.example/calls", array("format" => "audio/mp3", "method" => "PUT"));
  _log(say("Welcome, $name.", array("voice" => "allison"))->name);
  $event = ask("Sales or support?", array(
    "choices" => "sales(1, buy), support(2, help)", "attempts" => "3", "timeout" => 10.5, "bargein" => true,
    "mode" => "any", "minConfidence" => 0.4, "interdigitTimeout" => 3, "terminator" => "#", "recognizer" => "en-us",
    "onTimeout" => create_function('$event', 'say("Are you there?");'), "onBadChoice" => "again",
    "onChoice" => "chosen", "onEvent" => "note",
  ));
  $event->onChoice("sales", "note");
  $event->onChoice("support", "chosen");
  $event->onBadChoice("bare");
  $event->onTimeout("bare");
  $event->onHangup("bare");
  $event->onError("bare");
  $event->onRecord("bare");
  $event->onSilenceTimeout("bare");
}

function keep() {
  $event = record("Leave a message.", array(
    "attempts" => 2, "beep" => false, "timeout" => 5, "silenceTimeout" => 2, "maxTime" => 20, "terminator" => "#",
    "recordURI" => "http://recordings.example/messages", "recordMethod" => "POST", "recordFormat" => "audio/wav",
    "onRecord" => "note", "onSilenceTimeout" => "note", "onTimeout" => "bare",
  ));
  _log("$event->name as " . substr($event->recordURI, -4));
  $options = array("record" => true, "choices" => "done(1)", "onChoice" => "note", "onRecord" => "bare");
  $event = prompt("One more word?", $options);
  _log($event->name);
  _log(prompt("Which colour?", array("choices" => "red, green", "repeat" => 1))->value);
}

function meet() {
  global $currentCall;
  wait(1500);
  $options = array("terminator" => "*", "playTones" => false, "mute" => true, "onChoice" => "note");
  $event = conference("five", $options);
  _log($event->name);
  $options = array("onCallFailure" => "note", "playvalue" => "http://example.com/ring.mp3", "playrepeat" => 2);
  $event = transfer(BUSY, $options);
  _log($event->name);
  $options = array("timeout" => 20, "callerID" => "4075550199", "onSuccess" => "note", "terminator" => "*");
  $event = transfer(array(FRIEND), $options);
  _log($event->name . " " . $event->value->calledID);
  $second = call(FRIEND);
  $second->value->say("You are the second call.");
  _log($currentCall->calledID == "4075550112" ? "still the first" : "the second");
  $second->hangup();
  _log($second->value->state() . " " . $currentCall->state());
}

function part() {
  global $currentCall;
  stopCallRecording();
  say("Goodbye.");
  hangup();
  _log($currentCall->isActive() ? "active" : "over");
  refused(function () { say("Hello?"); });
}

function hang() {
  call(HASTY);
  _log($GLOBALS["currentCall"]->calledID);
  $event = ask("How are you?", array("choices" => "well, ill", "onHangup" => "note", "onEvent" => "bare"));
  _log($event->name);
  refused(function () { say("Hello?"); });
  message("You hung up.", array("to" => HASTY, "channel" => "TEXT", "network" => "SMS"));
}

if ($currentCall) {
  came_in();
} else {
  answer();
  stopCallRecording();
  wait(1000);
  echo "printed by the script\n";
  _log("$action $currentApp->baseDir");
  fail();
  talk();
  keep();
  meet();
  part();
  hang();
}
?>
