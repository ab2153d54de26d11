<?php
/* What a script sees besides functions: calls, events, and what PHP 8 has no more. */

use Tropo\Guest;

/** What a function raises when the platform could not carry it out. */
class TropoError extends Exception
{
}

/** One leg: its properties, and every function as a method. */
#[AllowDynamicProperties]
class TropoCall
{
    const OVER = ['DISCONNECTED', 'FAILED', 'REJECTED'];
    const METHODS = [...Guest::ON_A_CALL, 'log', '_log', 'getHeader', 'isActive', 'isIncoming', 'state'];
    private $shown = [];

    /** From what the platform shows, or from another object of the same call, such as `$incomingCall`. */
    public function __construct($shown)
    {
        $this->renew($shown instanceof self ? $shown->shown : $shown);
    }

    public function renew($shown)
    {
        $this->shown = $shown;
        foreach (array_diff_key($shown, ['headers' => 0, 'incoming' => 0, 'state' => 0]) as $name => $value) {
            $this->$name = $value;
        }
        $this->methods = self::METHODS;
    }

    public function state()
    {
        return Guest::carryOut('state', [], $this);
    }

    public function isActive()
    {
        return !in_array($this->state(), self::OVER, true);
    }

    public function isIncoming()
    {
        return $this->shown['incoming'];
    }

    public function getHeader($name)
    {
        return array_change_key_case($this->shown['headers'])[strtolower($name)] ?? null;
    }

    public function __call($name, $given)
    {
        foreach ([...Guest::ON_A_CALL, '_log', 'log'] as $function) {
            if (!strcasecmp($function, $name)) {
                return Guest::carryOut(ltrim($function, '_'), $given, $this);
            }
        }
        throw new Error("Call to undefined method TropoCall::$name()");
    }

    public function __toString()
    {
        return "TropoCall($this->id)";
    }
}

/** What a function gives back: what happened, and what it brought. */
#[AllowDynamicProperties]
class TropoEvent
{
    const ASKED = ['onBadChoice', 'onTimeout', 'onError', 'onHangup', 'onRecord', 'onSignal', 'onSilenceTimeout'];
    public $name, $value, $choice, $recordURI, $attempt;

    public function __construct($said)
    {
        $this->name = $said['name'];
        $this->value = $said['value'];
        $this->choice = isset($said['choice']) ? new TropoChoice($said['choice']) : null;
        $this->recordURI = $said['recordURI'] ?? null;
        $this->attempt = $said['attempt'] ?? 1;
    }

    public function onChoice($expected, $callback)
    {
        if ($this->name === 'choice' && $this->value == $expected) {
            Guest::fireAndLog($callback, $this);
        }
        return true;
    }

    /** Scripts hang up on the event itself, too. */
    public function hangup()
    {
        $this->value instanceof TropoCall && $this->value->hangup();
    }

    public function __call($name, $given)
    {
        if (in_array($name, self::ASKED, true)) {
            if ($this->name === lcfirst(substr($name, 2))) {
                Guest::fireAndLog($given[0], $this);
            }
            return true;
        }
        throw new Error("Call to undefined method TropoEvent::$name()");
    }

    public function __toString()
    {
        return "TropoEvent($this->name)";
    }
}

/** What somebody answered. */
#[AllowDynamicProperties]
class TropoChoice
{
    public $concept, $interpretation, $utterance, $confidence, $xml, $tag;

    public function __construct($said)
    {
        foreach ($said as $name => $value) {
            $this->$name = $value;
        }
    }

    public function __toString()
    {
        return (string) $this->concept;
    }
}

class TropoApp
{
    public $baseDir;

    public function __construct($baseDir)
    {
        $this->baseDir = $baseDir;
    }
}

if (!function_exists('create_function')) {
    /** Gone since PHP 8: a function made of two texts. */
    function create_function($parameters, $body)
    {
        return eval("return function ($parameters) { $body;\n};");
    }
}
