require "json"

module Tropo
  # One question at a time to the platform: one JSON object a line, both ways.
  class Channel
    def initialize(descriptor)
      @stream = IO.for_fd(descriptor, "r+:UTF-8")
      @stream.close_on_exec = @stream.sync = true
    end

    def tell(message)
      # what the script printed before comes before
      $stdout.flush
      $stderr.flush
      @stream.write("#{JSON.generate(message)}\n")
    end

    def hear
      line = @stream.gets
      Process.exit!(0) if line.nil? # the platform has gone
      JSON.parse(line)
    end
  end
end
