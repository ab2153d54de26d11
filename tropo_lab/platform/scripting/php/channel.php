<?php
/* The channel to the platform: one JSON object a line, both ways, on descriptor 3. */

namespace Tropo;

final class Channel
{
    const SPEECH = JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES | JSON_PARTIAL_OUTPUT_ON_ERROR;
    public static $gone = false;
    private static $reader, $writer;

    static function open()
    {
        self::$reader = fopen('php://fd/3', 'r');
        self::$writer = fopen('php://fd/3', 'w');
    }

    static function tell($message)
    {
        // what the script printed before comes before
        while (ob_get_level()) {
            ob_end_flush();
        }
        flush();
        $line = json_encode($message, self::SPEECH) . "\n";
        while ($line !== '' && ($sent = fwrite(self::$writer, $line))) {
            $line = substr($line, $sent);
        }
    }

    static function hear()
    {
        $line = fgets(self::$reader);
        if ($line === false) {
            self::$gone = true; // the platform has gone: nothing is left to tell
            exit(0);
        }
        return json_decode($line, true);
    }

    /** `value` as JSON can say it: anything odd becomes its text. */
    static function plain($value)
    {
        if (is_array($value)) {
            return array_map([self::class, 'plain'], $value);
        }
        return $value === null || is_scalar($value) && (!is_float($value) || is_finite($value))
            ? $value : self::text($value);
    }

    static function text($value)
    {
        $silent = is_array($value) || is_object($value) && !method_exists($value, '__toString');
        return $silent ? get_debug_type($value) : (string) $value;
    }
}
