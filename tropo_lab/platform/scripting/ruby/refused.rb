# What a hosted script may not do: leave its one process, or listen.

require "socket"

module Tropo
  REFUSED = {
    Kernel => %i[` exec fork spawn system], Process => %i[daemon exec fork kill spawn], IO => %i[popen],
    TCPServer => %i[new open], UNIXServer => %i[new open]
  }.freeze

  REFUSED.each do |owner, names|
    names.each do |name|
      refuse = lambda do |*, **|
        raise SecurityError, "a hosted script may not do this (#{name}): it has one process and no listening socket"
      end
      owner.define_singleton_method(name, &refuse)
      owner.define_method(name, &refuse) if owner == Kernel
    end
  end
end
