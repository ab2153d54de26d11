# What scripts of Tropo's time use and Ruby 3 has no more.

module URI
  # Encodes what may not stand in an address; gone since Ruby 3.0.
  def self.escape(text, unsafe = %r{[^\-_.!~*'()a-zA-Z\d;/?:@&=+$,\[\]]})
    text.to_s.gsub(unsafe) { |found| found.bytes.map { |byte| format("%%%02X", byte) }.join }
  end

  def self.unescape(text)
    text.gsub(/%\h\h/) { |code| code[1..].hex.chr }.force_encoding(text.encoding)
  end

  singleton_class.alias_method :encode, :escape
  singleton_class.alias_method :decode, :unescape
end

module Kernel
  alias open_file open
  private :open_file

  # Opens an address, too, after `require "open-uri"`, as it did up to Ruby 2.7.
  def open(name, *rest, **options, &block)
    address = name.respond_to?(:open) || name.to_s.match?(%r{\Ahttps?://}) && URI.respond_to?(:open)
    address ? URI.open(name, *rest, **options, &block) : open_file(name, *rest, **options, &block)
  end
  private :open
end
