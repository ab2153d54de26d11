package tropo

/** One leg: its properties, and every function as a method. */
class TropoCall {
    private static final OVER = ['DISCONNECTED', 'FAILED', 'REJECTED']
    private static final PROPERTIES = [
        'callerID', 'calledID', 'e164CallerID', 'e164CalledID', 'callerName', 'calledName', 'channel', 'network',
        'initialText', 'sessionId', 'id',
    ]
    private final Guest guest
    private Map shown

    TropoCall(Guest guest, Map shown) {
        this.guest = guest
        this.shown = shown
    }

    /** Another object of the same call, such as one of `incomingCall`. */
    TropoCall(TropoCall other) {
        this(other.guest, other.shown)
    }

    TropoCall renew(Map shown) {
        this.shown = shown
        this
    }

    String state() {
        guest.carryOut('state', [] as Object[], this)
    }

    boolean isActive() {
        !(state() in OVER)
    }

    boolean isIncoming() {
        shown.incoming
    }

    String getHeader(name) {
        shown.headers.find { known, value -> known.equalsIgnoreCase(name as String) }?.value
    }

    List getMethods() {
        Guest.ON_A_CALL + ['getHeader', 'isActive', 'isIncoming', 'state']
    }

    def propertyMissing(String name) {
        if (name in PROPERTIES) return shown[name]
        throw new MissingPropertyException(name, TropoCall)
    }

    def methodMissing(String name, given) {
        if (name in Guest.ON_A_CALL) return guest.carryOut(name, given as Object[], this)
        throw new MissingMethodException(name, TropoCall, given as Object[])
    }

    String toString() {
        "TropoCall(${shown.id})"
    }
}
