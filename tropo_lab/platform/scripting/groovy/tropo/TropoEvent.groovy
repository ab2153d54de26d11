package tropo

/** What a function gives back: what happened, and what it brought. */
class TropoEvent {
    private final Guest guest
    final String name
    final value
    final TropoChoice choice
    final String recordURI
    final int attempt

    TropoEvent(Guest guest, Map said) {
        this.guest = guest
        name = said.name
        value = said.value
        choice = said.choice ? new TropoChoice(said.choice) : null
        recordURI = said.recordURI
        attempt = said.attempt ?: 1
    }

    boolean onChoice(expected, Closure callback) {
        if (name == 'choice' && value == expected as String) guest.fire(callback, this)
        true
    }

    boolean onBadChoice(Closure callback) { on('badChoice', callback) }

    boolean onTimeout(Closure callback) { on('timeout', callback) }

    boolean onError(Closure callback) { on('error', callback) }

    boolean onHangup(Closure callback) { on('hangup', callback) }

    boolean onRecord(Closure callback) { on('record', callback) }

    boolean onSilenceTimeout(Closure callback) { on('silenceTimeout', callback) }

    boolean onSignal(Closure callback) { on('signal', callback) }

    private boolean on(String kind, Closure callback) {
        if (name == kind) guest.fire(callback, this)
        true
    }

    /** Scripts hang up on the event itself, too. */
    void hangup() {
        if (value instanceof TropoCall) value.hangup()
    }

    String toString() {
        "TropoEvent($name)"
    }
}
