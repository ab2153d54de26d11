<?php
/*
 * Inside a hosted PHP script's own process: its functions, and its one run.
 *
 * Every function asks the platform one question and waits for the answer. Everything about calls, time and phones is
 * decided there; only callbacks run here.
 */

namespace Tropo {
    require __DIR__ . '/channel.php';
    require __DIR__ . '/mistakes.php';

    /** The one script that this process plays. All state is in classes, so that no variable's name is taken. */
    final class Guest
    {
        const PARTS = ['curl', 'mbstring', 'ctype', 'iconv', 'xml', 'dom', 'simplexml', 'xmlreader', 'xmlwriter'];
        const ON_A_CALL = [
            'answer', 'ask', 'conference', 'hangup', 'prompt', 'record', 'redirect', 'reject', 'say',
            'startCallRecording', 'stopCallRecording', 'transfer', 'wait',
        ];
        const FUNCTIONS = [...self::ON_A_CALL, '_log', 'call', 'getHeader', 'message'];
        private static $failure, $current, $calls = [];

        static function prepare()
        {
            foreach (self::PARTS as $part) {
                extension_loaded($part) || @dl($part);
            }
            ini_set('display_errors', '0');
            // Tropo's PHP went on after warnings, and so does this one
            set_error_handler(fn($type) => !($type & Mistakes::FATAL));
            foreach (self::FUNCTIONS as $name) {
                eval("function $name(...\$given) { return \\Tropo\\Guest::call('$name', \$given); }");
            }
            Channel::open();
        }

        /** Wait for the session, and set the script's variables. Gives the script. */
        static function begin($label)
        {
            $hello = Channel::hear();
            [Mistakes::$label, Mistakes::$name] = [$label, $hello['name']];
            foreach ($hello['parameters'] as $name => $value) {
                // these two names belong to PHP itself
                if ($name !== 'GLOBALS' && $name !== 'this') {
                    $GLOBALS[$name] = $value;
                }
            }
            $GLOBALS['currentCall'] = null;
            self::turnTo($hello['currentCall']);
            $GLOBALS['incomingCall'] = $GLOBALS['currentCall'] ?? 'nullCall';
            $GLOBALS['currentApp'] = new \TropoApp($hello['baseDir']);
            // Java objects on Tropo, which scripts print at most
            $GLOBALS['callFactory'] = $GLOBALS['appInstance'] = 'none';
            // twice: the last of all, after what the script registers
            register_shutdown_function(fn() => register_shutdown_function([self::class, 'finish']));
            return $hello['script'];
        }

        /** A function: as on Tropo, it acts on the current call. */
        static function call($name, $given)
        {
            $current = $GLOBALS['currentCall'] ?? null;
            if ($name === 'getHeader') {
                return $current->getHeader(...$given);
            }
            return self::carryOut(ltrim($name, '_'), $given, $current instanceof \TropoCall ? $current : null);
        }

        /** Ask the platform, run the callbacks that it asks for meanwhile, and give what it gives. */
        static function carryOut($op, $given, $leg)
        {
            $options = count($given) > 1 && is_array(end($given)) ? array_pop($given) : [];
            if ($op === 'log') {
                [$given, $options] = [[Channel::text($given[0] ?? null)], []];
            }
            $request = [
                'op' => $op, 'args' => Channel::plain(array_values($given)), 'options' => self::sent($options),
                'leg' => $leg ? $leg->id : null, 'line' => Mistakes::line(),
            ];
            Channel::tell($leg ? $request : $request + ['null_call' => true]);
            while (isset(($reply = Channel::hear())['callback'])) {
                self::turn($reply);
                $outcome = self::fire($options[$reply['callback']], self::event($reply['event']));
                Channel::tell(['op' => 'resume'] + $outcome);
            }
            self::turn($reply);
            if (isset($reply['error'])) {
                $native = ($reply['kind'] ?? '') === 'no-call';
                throw $native ? new \Error($reply['error']) : new \TropoError($reply['error']);
            }
            return isset($reply['event']) ? self::event($reply['event']) : ($reply['value'] ?? null);
        }

        /** Run one callback; its own error is told, and the function goes on. */
        private static function fire($callback, $event)
        {
            try {
                $callback($event);
                return [];
            } catch (\Throwable $error) {
                return ['error' => Mistakes::explain($error), 'line' => Mistakes::lineOf($error)];
            }
        }

        /** The same for a callback that the script handed to an event. */
        static function fireAndLog($callback, $event)
        {
            $outcome = self::fire($callback, $event);
            if ($outcome) {
                $line = $outcome['line'] === null ? '' : " in line $outcome[line]";
                self::call('_log', ["A callback failed$line: $outcome[error]"]);
            }
        }

        /** The options as they travel: for a callback, be it a function or a function's name, only that there is one. */
        private static function sent($options)
        {
            $sent = Channel::plain($options);
            foreach ($options as $name => $value) {
                if (strncmp($name, 'on', 2) === 0 && $value && (is_string($value) || !is_scalar($value))) {
                    $sent[$name] = true;
                }
            }
            return (object) $sent;
        }

        /** Follow the platform's current call when it changes; what the script itself put there else stays. */
        private static function turn($reply)
        {
            array_key_exists('currentCall', $reply) && self::turnTo($reply['currentCall']);
        }

        private static function turnTo($shown)
        {
            $call = $shown ? self::known($shown) : null;
            if ($call !== self::$current) {
                $GLOBALS['currentCall'] = self::$current = $call;
            }
        }

        /** The object of a call: always the same one, and up to date. */
        private static function known($shown)
        {
            $call = self::$calls[$shown['id']] ??= new \TropoCall($shown);
            $call->renew($shown);
            return $call;
        }

        private static function event($said)
        {
            return new \TropoEvent(empty($said['call']) ? $said : ['value' => self::known($said['call'])] + $said);
        }

        static function failed($error)
        {
            self::$failure = Mistakes::failure($error);
        }

        /** The last thing to tell the platform: how the script ended, `exit` and `die` included. */
        static function finish()
        {
            Channel::$gone || Channel::tell(self::$failure ?? Mistakes::fatality() ?? ['op' => 'end']);
            exit(0);
        }
    }
}

namespace {
    require __DIR__ . '/objects.php';

    Tropo\Guest::prepare();
    try {
        // on one line: it is part of what PHP calls the script
        eval('?>' . Tropo\Guest::begin(__FILE__ . '(' . __LINE__ . ") : eval()'d code"));
    } catch (Throwable $error) {
        Tropo\Guest::failed($error);
    }
}
