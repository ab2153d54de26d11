# Inside a hosted Ruby script's own process: its functions, and its one run.
#
# Every function asks the platform one question and waits for the answer. Everything about calls, time and phones is
# decided there; only callbacks run here.

require "monitor"
require "net/http"
require_relative "channel"
require_relative "mistakes"
require_relative "objects"
require_relative "older_ruby"
require_relative "refused"

module Tropo
  # The one script that this process plays.
  module Guest
    FUNCTIONS = (TropoCall::FUNCTIONS + %w[call message]).freeze
    # a script may have threads; a callback asks on while its function waits
    TURN = Monitor.new
    @calls = {}

    class << self
      # Play the script that the channel announces, to its end.
      def play(channel)
        @channel = channel
        hello = channel.hear
        taken = global_variables
        hello["parameters"].each { |name, value| inject(name, value) unless taken.include?(:"$#{name}") }
        $0 = Mistakes.name = hello["name"]
        Mistakes.parameters = hello["parameters"].keys
        $currentCall = nil
        turn_to(hello["currentCall"])
        $incomingCall = $currentCall || "nullCall"
        $currentApp = TropoApp.new(hello["baseDir"])
        # Java objects on Tropo, which scripts print at most
        $callFactory = $appInstance = "none"
        # registered first and so run last: after what the script itself leaves for its end
        at_exit { @channel.tell(@failure || { op: "end" }) }
        run(hello["script"], hello["name"])
      end

      # Ask the platform, run the callbacks that it asks for meanwhile, and give what it gives.
      def carry_out(op, given, leg)
        options = given.size > 1 && given.last.is_a?(Hash) ? given.last.transform_keys(&:to_s) : nil
        given = given[0..-2] if options
        given = [text(given[0])] if op == "log"
        request = { op: op, args: plain(given), options: sent(options || {}), leg: leg&.id, line: Mistakes.line }
        request[:null_call] = true unless leg
        reply = TURN.synchronize { exchange(request, options) }
        if reply["error"]
          raise (reply["kind"] == "no-call" ? NoMethodError : TropoError), reply["error"]
        end
        reply["event"] ? event(reply["event"]) : reply["value"]
      end

      # Run a callback that the script handed to an event; its own error is logged.
      def fire(callback, event)
        outcome = call_back(callback, event)
        return if outcome.empty?

        where = outcome[:line] && " in line #{outcome[:line]}"
        carry_out("log", ["A callback failed#{where}: #{outcome[:error]}"], @current)
      end

      private

      def inject(name, value)
        return unless name.match?(/\A[[:alpha:]_][[:alnum:]_]*\z/)

        eval("lambda { |value| $#{name} = value }").call(value)
      end

      def run(script, name)
        eval(script, TOPLEVEL_BINDING, name, 1)
      rescue SystemExit
        nil # a normal end
      rescue Exception => e
        @failure = Mistakes.failure(e)
      end

      def exchange(request, callbacks)
        @channel.tell(request)
        loop do
          reply = @channel.hear
          turn_to(reply["currentCall"]) if reply.key?("currentCall")
          return reply unless reply["callback"]

          @channel.tell({ op: "resume", **call_back(callbacks[reply["callback"]], event(reply["event"])) })
        end
      end

      # Run one callback, bare when it takes nothing; its own error is told, and the function goes on.
      def call_back(callback, event)
        callback.respond_to?(:arity) && callback.arity.zero? ? callback.call : callback.call(event)
        {}
      rescue SystemExit
        raise
      rescue Exception => e
        { error: Mistakes.explain(e), line: Mistakes.line_of(e) }
      end

      # Follow the platform's current call when it changes; what the script itself put there else stays.
      def turn_to(shown)
        call = shown && known(shown)
        $currentCall = @current = call unless call.equal?(@current)
      end

      # The object of a call: always the same one, and up to date.
      def known(shown)
        call = @calls[shown["id"]] ||= TropoCall.new(shown)
        call.renew(shown)
        call
      end

      def event(said)
        TropoEvent.new(said["call"] ? said.merge("value" => known(said["call"])) : said)
      end

      # The options as they travel: for a callback, only that there is one.
      def sent(options)
        options.to_h do |name, value|
          [name, name.start_with?("on") && value.respond_to?(:call) ? true : plain(value)]
        end
      end

      # `value` as JSON can say it: anything odd becomes its text.
      def plain(value)
        case value
        when Hash then value.to_h { |name, one| [text(name), plain(one)] }
        when Array then value.map { |one| plain(one) }
        when nil, true, false, Integer then value
        when Float then value.finite? ? value : value.to_s
        else text(value)
        end
      end

      def text(value)
        text = value.to_s
        text = text.dup.force_encoding("UTF-8") if text.encoding == Encoding::BINARY
        text.encode("UTF-8", invalid: :replace, undef: :replace).scrub
      end
    end
  end
end

# The functions: private methods of every object, as what a script defines itself.
Tropo::Guest::FUNCTIONS.each do |name|
  define_method(name) do |*given|
    Tropo::Guest.carry_out(name, given, ($currentCall if $currentCall.is_a?(Tropo::TropoCall)))
  end
  private name
end

def getHeader(name)
  $currentCall.getHeader(name)
end

# nil has none of them, so that the error says what it is about
NilClass.undef_method(*Tropo::Guest::FUNCTIONS, :getHeader)

Tropo::Guest.play(Tropo::Channel.new(3))
