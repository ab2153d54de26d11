package tropo

/** What a function raises when the platform could not carry it out. */
class TropoError extends RuntimeException {
    TropoError(String message) {
        super(message)
    }
}
