<?php
// Tropo Scripting by text: a conversation that a phone begins, and one that a launch begins.

define("FRIEND", "+14075550113");
$app = "+13215550100";

function note($event) {
  _log("told $event->name, attempt $event->attempt");
}

function elsewhere($event) {
  // a question within a question
  $inner = ask("Is it a city at all?", array("choices" => "yes(yes, y), no(no, n)", "onEvent" => "note"));
  _log("within: $inner->value");
}

function refused($work) {
  try {
    $work();
  } catch (Exception $error) {
    _log("refused: " . $error->getMessage());
  }
}

function came_in() {
  global $currentCall;
  _log("$currentCall->channel by $currentCall->network: $currentCall->initialText");
  if ($currentCall->callerID == "14075550114") {
    refused("reject");
  } else {
    answer();
    $first = ask("", array("choices" => "[ANY]"));
    _log("began with " . $first->value);
    talk();
  }
}

function talk() {
  global $currentCall, $app;
  $event = ask("Which city?", array(
    "choices" => "Rome(rome, roma), Oslo", "attempts" => 3, "timeout" => 60, "onBadChoice" => "elsewhere",
    "onChoice" => "note"
  ));
  _log($event->value . " " . $event->choice->interpretation);
  $event = ask("Your postcode?", array("choices" => "code([4-5 DIGITS])", "onChoice" => "note"));
  say("$event->name $event->value with http://example.com/über");
  message("Somebody is in $event->value", array("to" => array(FRIEND), "network" => "SMS", "callerID" => $app));
  wait(2000);
  refused(function () { record("Speak now.", array("onError" => "note")); });
  refused(function () { transfer(FRIEND, array("onError" => "note")); });
  refused(function () { conference("room", array("onError" => "note")); });
  refused(function () { startCallRecording("http://recordings.example/calls"); });
  refused(function () { redirect("sip:desk@example.com"); });
  $options = array("choices" => "[ANY]", "timeout" => 20, "onTimeout" => "note", "onEvent" => "note");
  $event = ask("Anything else?", $options);
  _log("$event->name $event->value");
  hangup();
  _log($currentCall->state());
  refused(function () { say("Hello?"); });
}

if ($currentCall) {
  came_in();
} else {
  $event = call("+" . $to, array("network" => "SMS", "onAnswer" => "note"));
  _log($event->name . " " . $currentCall->calledID);
  say($msg);
  talk();
}
