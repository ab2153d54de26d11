module Tropo
  # One leg: its properties, and every function as a method.
  class TropoCall
    OVER = %w[DISCONNECTED FAILED REJECTED].freeze
    PROPERTIES = %w[
      callerID calledID e164CallerID e164CalledID callerName calledName channel network initialText sessionId id
    ].freeze
    FUNCTIONS = %w[
      answer ask conference hangup log prompt record redirect reject say startCallRecording stopCallRecording transfer
      wait
    ].freeze
    PROPERTIES.each { |name| define_method(name) { @shown[name] } }
    FUNCTIONS.each { |name| define_method(name) { |*given| Guest.carry_out(name, given, self) } }

    # From what the platform shows, or from another object of the same call, such as `$incomingCall`.
    def initialize(shown)
      renew(shown.is_a?(TropoCall) ? shown.shown : shown)
    end

    def renew(shown)
      @shown = shown
    end

    def state
      Guest.carry_out("state", [], self)
    end

    def isActive
      !OVER.include?(state)
    end

    def isIncoming
      @shown["incoming"]
    end

    def getHeader(name)
      @shown["headers"].find { |known, _| known.casecmp?(name.to_s) }&.last
    end

    def to_s
      "TropoCall(#{id})"
    end
    alias inspect to_s

    protected

    attr_reader :shown
  end

  # What a function gives back: what happened, and what it brought.
  class TropoEvent
    attr_reader :name, :value, :choice, :recordURI, :attempt

    def initialize(said)
      @name, @value, @recordURI = said.values_at("name", "value", "recordURI")
      @choice = said["choice"] && TropoChoice.new(said["choice"])
      @attempt = said["attempt"] || 1
    end

    def onChoice(expected, callback = nil, &block)
      Guest.fire(callback || block, self) if name == "choice" && value == expected
      true
    end

    %w[badChoice timeout error hangup record silenceTimeout signal].each do |kind|
      define_method("on#{kind[0].upcase}#{kind[1..]}") do |callback = nil, &block|
        Guest.fire(callback || block, self) if name == kind
        true
      end
    end

    # Scripts hang up on the event itself, too.
    def hangup
      value.hangup if value.is_a?(TropoCall)
    end

    def to_s
      "TropoEvent(#{name})"
    end
    alias inspect to_s
  end

  # What somebody answered.
  class TropoChoice
    MEMBERS = %w[concept interpretation utterance confidence xml tag].freeze
    MEMBERS.each { |name| define_method(name) { @said[name] } }

    def initialize(said)
      @said = said
    end

    def to_s
      concept.to_s
    end
  end

  # What `$currentApp` tells.
  TropoApp = Struct.new(:baseDir)
end
