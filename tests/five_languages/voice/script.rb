# Every function of Tropo Scripting, by voice. The files beside this one do the same in the other languages.

DESK, FRIEND, BUSY, NEVER, HASTY = "+14075550112", "+14075550113", "+14075550114", "+14075550115", "+14075550116"

NOTE = lambda { |event| log "told #{event.name}, attempt #{event.attempt}" }
BARE = lambda { log "told without an event" }

def chosen(event)
  choice = event.choice
  log "chosen #{event.value}: #{choice.concept} #{choice.interpretation} #{choice.utterance}"
  log "as sure as " + choice.confidence
end

def again(event)
  # a question within a question, and a text meanwhile
  inner = ask "Not #{event.value}. Shall I go on?", :choices => "yes(1), no(2)", :onChoice => method(:chosen)
  message "They said #{inner.value}", :to => FRIEND, :network => "SMS"
end

def came_in
  log "from #{$currentCall.callerID} to #{$currentCall.calledID}, #{$currentCall.state}"
  log "#{$currentCall.callerName} and #{$currentCall.calledName}, #{$currentCall.sessionId.length}"
  log $currentCall.isIncoming && $currentCall.initialText.nil? ? "an incoming call" : "something else"
  case $currentCall.callerID
  when "4075550114" then reject
  when "4075550115" then redirect "sip:desk@example.com"
  else
    answer 30
    event = ask "Stay on the line.", { :choices => "[1 DIGIT]", :allowSignals => ["leave"], :onSignal => NOTE }
    log "#{event.name} #{event.value}"
  end
  log $currentCall.state
end

def refused
  yield
rescue => error
  log "refused: #{error.message}"
end

def fail
  event = call NEVER, { :timeout => 12, :onTimeout => NOTE, :onAnswer => BARE }
  log event.name
  event = call [BUSY], { :onCallFailure => BARE, :onEvent => NOTE }
  log event.name
  refused { say "Is anybody there?" }
  refused { call DESK, { :timeout => "soon", :onError => NOTE } }
end

def talk
  event = call DESK, {
    "callerID" => "4075550199", "headers" => { "x-colour" => "red" }, "timeout" => "30s", "onAnswer" => NOTE
  }
  log $currentCall.isActive && !$currentCall.isIncoming ? "an outgoing call" : "something else"
  log event.value == $currentCall ? "the same call" : "another call"
  log [$currentCall.callerID, $currentCall.e164CalledID, $currentCall.channel, $currentCall.network].join(" ")
  log getHeader("x-colour") + " " + $currentCall.getHeader("X-Colour")
  startCallRecording "http://recordings.example/calls", { :format => "audio/mp3", :method => "PUT" }
  log say("Welcome, " + $name + ".", { :voice => "allison" }).name
  event = ask "Sales or support?", {
    :choices => "sales(1, buy), support(2, help)", :attempts => "3", :timeout => 10.5, :bargein => true,
    :mode => "any", :minConfidence => 0.4, :interdigitTimeout => 3, :terminator => "#", :recognizer => "en-us",
    :onTimeout => lambda { say "Are you there?" }, :onBadChoice => lambda { |event| again(event) },
    :onChoice => method(:chosen), :onEvent => NOTE
  }
  event.onChoice("sales", NOTE)
  event.onChoice("support", method(:chosen))
  event.onBadChoice(BARE)
  event.onTimeout(BARE)
  event.onHangup(BARE)
  event.onError(BARE)
  event.onRecord(BARE)
  event.onSilenceTimeout(BARE)
end

def keep
  event = record "Leave a message.", {
    :attempts => 2, :beep => false, :timeout => 5, :silenceTimeout => 2, :maxTime => 20, :terminator => "#",
    :recordURI => "http://recordings.example/messages", :recordMethod => "POST", :recordFormat => "audio/wav",
    :onRecord => NOTE, :onSilenceTimeout => NOTE, :onTimeout => BARE
  }
  log event.name + " as " + event.recordURI.split("/").last[-4..-1]
  event = prompt "One more word?", { :record => true, :choices => "done(1)", :onChoice => NOTE, :onRecord => BARE }
  log event.name
  log prompt("Which colour?", { :choices => "red, green", :repeat => 1 }).value
end

def meet
  wait 1500
  event = conference "five", { :terminator => "*", :playTones => false, :mute => true, :onChoice => NOTE }
  log event.name
  event = transfer BUSY, { :onCallFailure => NOTE, :playvalue => "http://example.com/ring.mp3", :playrepeat => 2 }
  log event.name
  event = transfer [FRIEND], { :timeout => 20, :callerID => "4075550199", :onSuccess => NOTE, :terminator => "*" }
  log event.name + " " + event.value.calledID
  second = call FRIEND
  second.value.say "You are the second call."
  log $currentCall.calledID == "4075550112" ? "still the first" : "the second"
  second.hangup
  log second.value.state + " " + $currentCall.state
end

def part
  stopCallRecording
  say "Goodbye."
  hangup
  log $currentCall.isActive ? "active" : "over"
  refused { say "Hello?" }
end

def hang
  call HASTY
  log $currentCall.calledID
  event = ask "How are you?", { :choices => "well, ill", :onHangup => NOTE, :onEvent => BARE }
  log event.name
  refused { say "Hello?" }
  message "You hung up.", { :to => HASTY, :channel => "TEXT", :network => "SMS" }
end

if $currentCall
  came_in
else
  answer
  stopCallRecording
  wait 1000
  puts "printed by the script"
  log $action + " " + $currentApp.baseDir
  fail
  talk
  keep
  meet
  part
  hang
end
