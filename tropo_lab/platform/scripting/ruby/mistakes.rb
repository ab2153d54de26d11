module Tropo
  # What a function raises when the platform could not carry it out.
  class TropoError < StandardError; end

  # What is told when a script breaks: in its own lines, and with help where Ruby 3 differs from Tropo's Ruby.
  module Mistakes
    HELP = {
      /no implicit conversion of nil into String/ => "A variable is nil: was its parameter passed?",
      /\AURI::InvalidURIError/ => "Encode what you put into an address: URI.encode_www_form_component(text).",
      /\ALoadError/ => "Only the libraries that come with Ruby are here.",
      /syntax error, unexpected ':', expecting/ => "Ruby 3 takes no colon after when and if: write then."
    }.freeze

    class << self
      # What the script's author calls it, and what it was given.
      attr_accessor :name, :parameters

      # The line of the script that is being executed.
      def line
        first(caller_locations)
      end

      def line_of(error)
        if syntax?(error)
          error.message[/\A#{Regexp.escape(name)}:(\d+)/, 1].to_i
        else
          first(error.backtrace_locations || [])
        end
      end

      # An error in one line.
      def describe(error)
        message = error.message.to_s.scrub.lines.first.to_s.strip
        return message if error.is_a?(TropoError)

        "#{error.class}: #{message.delete_prefix("#{name}:#{line_of(error)}: ")}"
      end

      # An error with help where there is some.
      def explain(error)
        described = describe(error)
        [described, fix(missing(error), described)].compact.join(". ")
      end

      # The last request of a script that ended by `error`.
      def failure(error)
        described = describe(error)
        {
          op: "failed", stage: syntax?(error) ? "compile" : "run", line: line_of(error), error: described,
          missing: missing(error), fix: fix(missing(error), described)
        }
      end

      private

      # The name that the script took for a variable.
      def missing(error)
        error.name.to_s if error.is_a?(NameError) && !error.is_a?(NoMethodError)
      end

      def fix(missing, described)
        return "A parameter is a global variable in Ruby: write $#{missing}." if parameters.include?(missing)

        HELP.find { |pattern, _| pattern.match?(described) }&.last
      end

      def first(locations)
        locations.find { |location| location.path == name }&.lineno
      end

      # Whether the script itself does not compile: not something that it loads.
      def syntax?(error)
        error.is_a?(SyntaxError) && error.message.start_with?("#{name}:")
      end
    end
  end
end
