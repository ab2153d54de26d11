<?php
/* What is told when a script breaks: in its own lines, and with help where PHP 8 differs from the PHP of Tropo's time. */

namespace Tropo;

final class Mistakes
{
    const FATAL = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
    const HELP = [
        '/^TypeError: log\(\): Argument #1/' => 'In PHP, log is the logarithm: write _log("…").',
        '/undefined function (exec|mail|passthru|pcntl_\w+|popen|proc_open|shell_exec|stream_socket_server|system)\(/' =>
            'A hosted script may not do this: it has one process and no listening socket.',
        '/^Error: Undefined constant/' => 'PHP 8 takes no text without quotes: put it between quotes.',
        '/undefined function (mysql_|ereg|split\(|each\(|spliti)/' => 'PHP 8 has this function no more: write it anew.',
        '/^Fatal error: Cannot redeclare/' => 'Give the function a name of its own.',
    ];
    /** What PHP calls the script, and what its author does. */
    public static $label = '', $name = '';

    /** The line of the script that is being executed. */
    static function line()
    {
        return self::first(debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS));
    }

    static function lineOf($error)
    {
        return self::first([['file' => $error->getFile(), 'line' => $error->getLine()], ...$error->getTrace()]);
    }

    private static function first($frames)
    {
        foreach ($frames as $frame) {
            if (($frame['file'] ?? null) === self::$label) {
                return $frame['line'];
            }
        }
        return null;
    }

    static function describe($error)
    {
        $message = self::named($error->getMessage());
        return $error instanceof \TropoError ? $message : get_class($error) . ": $message";
    }

    /** An error with help where there is some. */
    static function explain($error)
    {
        $described = self::describe($error);
        return implode('. ', array_filter([$described, self::fix($described)]));
    }

    /** The last request of a script that ended by `error`. */
    static function failure($error)
    {
        $stage = $error instanceof \ParseError && $error->getFile() === self::$label && !$error->getTrace()
            ? 'compile' : 'run';
        return self::told($stage, self::lineOf($error), self::describe($error));
    }

    /** The last request of a script that ended by what PHP lets nobody catch, or null. */
    static function fatality()
    {
        $last = error_get_last();
        if (!$last || !($last['type'] & self::FATAL)) {
            return null;
        }
        $stage = $last['type'] === E_COMPILE_ERROR ? 'compile' : 'run';
        $line = $last['file'] === self::$label ? $last['line'] : null;
        return self::told($stage, $line, 'Fatal error: ' . self::named(strtok($last['message'], "\n")));
    }

    private static function told($stage, $line, $error)
    {
        return [
            'op' => 'failed', 'stage' => $stage, 'line' => $line, 'error' => $error, 'missing' => null,
            'fix' => self::fix($error),
        ];
    }

    private static function fix($described)
    {
        foreach (self::HELP as $pattern => $fix) {
            if (preg_match($pattern, $described)) {
                return $fix;
            }
        }
        return null;
    }

    private static function named($message)
    {
        $message = preg_replace('/ \(previously declared in .*\)$/', '', $message);
        return str_replace(self::$label, self::$name, $message);
    }
}
