# Tropo Scripting by text: a conversation that a phone begins, and one that a launch begins.

FRIEND = "+14075550113"
$app = "+13215550100"

$note = lambda { |event| log "told #{event.name}, attempt #{event.attempt}" }

def elsewhere
  # a question within a question
  inner = ask "Is it a city at all?", { :choices => "yes(yes, y), no(no, n)", :onEvent => $note }
  log "within: " + inner.value
end

def refused
  yield
rescue => error
  log "refused: #{error}"
end

def came_in
  log "#{$currentCall.channel} by #{$currentCall.network}: #{$currentCall.initialText}"
  if $currentCall.callerID == "14075550114"
    refused { reject }
  else
    answer
    first = ask "", { "choices" => "[ANY]" }
    log "began with " + first.value
    talk
  end
end

def talk
  event = ask "Which city?", {
    :choices => "Rome(rome, roma), Oslo", :attempts => 3, :timeout => 60, :onBadChoice => method(:elsewhere),
    :onChoice => $note
  }
  log event.value + " " + event.choice.interpretation
  event = ask "Your postcode?", { :choices => "code([4-5 DIGITS])", :onChoice => $note }
  say "#{event.name} #{event.value} with http://example.com/über"
  message "Somebody is in #{event.value}", { :to => [FRIEND], :network => "SMS", :callerID => $app }
  wait 2000
  refused { record "Speak now.", { :onError => $note } }
  refused { transfer FRIEND, { :onError => $note } }
  refused { conference "room", { :onError => $note } }
  refused { startCallRecording "http://recordings.example/calls" }
  refused { redirect "sip:desk@example.com" }
  event = ask "Anything else?", { :choices => "[ANY]", :timeout => 20, :onTimeout => $note, :onEvent => $note }
  log event.name + " " + event.value
  hangup
  log $currentCall.state
  refused { say "Hello?" }
end

if $currentCall
  came_in
else
  event = call "+" + $to, { :network => "SMS", :onAnswer => $note }
  log event.name + " " + $currentCall.calledID
  say $msg
  talk
end
