package tropo

import org.codehaus.groovy.control.MultipleCompilationErrorsException
import org.codehaus.groovy.control.messages.SyntaxErrorMessage
import org.codehaus.groovy.runtime.InvokerInvocationException

/** What is told when a script breaks: in its own lines, and with help where Groovy is not what it seems. */
class Mistakes {
    private static final HELP = [
        (~/^IllegalMonitorStateException/): 'In Groovy wait belongs to every object: write await(milliseconds).',
        (~/^StackOverflowError/): 'Something calls itself without end; inside a closure, call is the closure: write this.call there.',
    ]
    /** What the script's author calls it. */
    private final String name

    Mistakes(String name) {
        this.name = name
    }

    /** The line of the script that is being executed. */
    Integer line() {
        first(new Throwable().stackTrace)
    }

    Integer lineOf(Throwable error) {
        first(error.stackTrace) ?: (error.cause ? lineOf(error.cause) : syntax(error)?.line)
    }

    /** An error in one line. */
    String describe(Throwable error) {
        if (error instanceof InvokerInvocationException && error.cause) return describe(error.cause)
        Throwable told = syntax(error) ?: error
        String text = (told.hasProperty('originalMessage') ? told.originalMessage : told.message) ?: ''
        text = text.readLines().find { it.trim() }?.trim()?.replaceFirst(/ @ line \d+, column \d+\.$/, '') ?: ''
        if (error instanceof TropoError) return text
        text ? "${told.class.simpleName}: $text" : told.class.simpleName
    }

    /** An error with help where there is some. */
    String explain(Throwable error) {
        String described = describe(error), fix = fix(described)
        fix ? "$described. $fix" : described
    }

    /** The last request of a script that ended by `error`. */
    Map failure(String stage, Throwable error) {
        String described = describe(error)
        boolean variable = error instanceof MissingPropertyException && Script.isAssignableFrom(error.type)
        [
            op: 'failed', stage: stage, line: lineOf(error), error: described,
            missing: variable ? error.property : null, fix: fix(described),
        ]
    }

    private static String fix(String described) {
        HELP.find { pattern, fix -> described =~ pattern }?.value
    }

    private Integer first(StackTraceElement[] frames) {
        frames.find { it.fileName == name && it.lineNumber > 0 }?.lineNumber
    }

    private static syntax(Throwable error) {
        def found = error instanceof MultipleCompilationErrorsException ? error.errorCollector.errors : []
        found.find { it instanceof SyntaxErrorMessage }?.cause
    }
}
