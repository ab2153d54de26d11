package tropo

import java.util.concurrent.atomic.AtomicBoolean
import org.codehaus.groovy.control.CompilerConfiguration
import org.codehaus.groovy.control.customizers.ImportCustomizer

/**
 * The one script that this process plays. Every function asks the platform one question and waits for the answer.
 * Everything about calls, time and phones is decided there; only callbacks run here.
 */
class Guest {
    static final ON_A_CALL = [
        'answer', 'ask', 'await', 'conference', 'hangup', 'log', 'prompt', 'record', 'redirect', 'reject', 'say',
        'startCallRecording', 'stopCallRecording', 'transfer',
    ]
    static final FUNCTIONS = ON_A_CALL + ['call', 'message']
    /** Every object has a `wait` of its own in Java, so here the function has another name. */
    private static final OPS = [await: 'wait']
    private static final SEEN = [TropoCall, TropoChoice, TropoError, TropoEvent]
    private final Channel channel
    private final Binding variables = new Binding()
    private final Map<String, TropoCall> calls = [:]
    private TropoCall current
    private Mistakes mistakes
    private Map failure
    private final AtomicBoolean told = new AtomicBoolean()

    Guest(Channel channel) {
        this.channel = channel
    }

    /** Play the script that the channel announces, to its end. */
    void play() {
        Map hello = channel.hear()
        mistakes = new Mistakes(hello.name as String)
        hello.parameters.each { name, value -> variables.setVariable(name as String, value) }
        // parameters first: one called `say` does not hide the function
        FUNCTIONS.each { String name ->
            variables.setVariable(name, { Object... given -> carryOut(name, given, current()) })
        }
        variables.setVariable('getHeader', { name -> variables.getVariable('currentCall').getHeader(name) })
        variables.setVariable('currentCall', null)
        turnTo(hello.currentCall as Map)
        variables.setVariable('incomingCall', variables.getVariable('currentCall') ?: 'nullCall')
        variables.setVariable('currentApp', [baseDir: hello.baseDir])
        // Java objects on Tropo, which scripts print at most
        ['callFactory', 'appInstance'].each { variables.setVariable(it, 'none') }
        // System.exit is a normal end
        Runtime.runtime.addShutdownHook { finish() }
        Script script = null
        try {
            script = shell(variables).parse(hello.script as String, hello.name as String)
            script.run()
        } catch (Throwable error) {
            failure = mistakes.failure(script ? 'run' : 'compile', error)
        }
        finish()
        Runtime.runtime.halt(0)
    }

    /** What compiles a script that may name the classes of events and calls. */
    static GroovyShell shell(Binding variables) {
        CompilerConfiguration settings = new CompilerConfiguration()
        settings.addCompilationCustomizers(new ImportCustomizer().addImports(*SEEN*.name))
        new GroovyShell(Guest.classLoader, variables, settings)
    }

    /** Not synchronized: whoever ends the process in a callback holds the turn, and gives it back no more. */
    private void finish() {
        if (!told.getAndSet(true)) channel.tell(failure ?: [op: 'end'])
    }

    /** Ask the platform, run the callbacks that it asks for meanwhile, and give what it gives. */
    synchronized carryOut(String name, Object[] given, TropoCall leg) {
        List args = given == null ? [null] : given as List
        // named arguments come first in Groovy, a map that is written as one comes last
        Map options = args.size() > 1 ? [args.last(), args.first()].find { it instanceof Map } as Map : null
        if (options != null) args = args.findAll { !it.is(options) }
        options = (options ?: [:]).collectEntries { key, value -> [key as String, value] }
        if (name == 'log') args = ["${args ? args[0] : ''}"]
        Map request = [
            op: OPS[name] ?: name, args: Channel.plain(args), options: sent(options), leg: leg?.id, line: mistakes.line(),
        ]
        Map reply = exchange(leg ? request : request + [null_call: true], options)
        if (reply.error) {
            throw reply.kind == 'no-call' ? new NullPointerException(reply.error) : new TropoError(reply.error)
        }
        reply.event ? event(reply.event as Map) : reply.value
    }

    private Map exchange(Map request, Map callbacks) {
        channel.tell(request)
        while (true) {
            Map reply = channel.hear()
            if (reply.containsKey('currentCall')) turnTo(reply.currentCall as Map)
            if (!reply.callback) return reply
            channel.tell([op: 'resume'] + callBack(callbacks[reply.callback], event(reply.event as Map)))
        }
    }

    /** Run one callback, bare when it takes nothing; its own error is told, and the function goes on. */
    private Map callBack(callback, TropoEvent event) {
        try {
            callback.maximumNumberOfParameters ? callback.call(event) : callback.call()
            [:]
        } catch (Throwable error) {
            [error: mistakes.explain(error), line: mistakes.lineOf(error)]
        }
    }

    /** The same for a callback that the script handed to an event. */
    void fire(Closure callback, TropoEvent event) {
        Map outcome = callBack(callback, event)
        String where = outcome.line ? " in line $outcome.line" : ''
        if (outcome) carryOut('log', ["A callback failed$where: $outcome.error"] as Object[], current())
    }

    private TropoCall current() {
        def call = variables.getVariable('currentCall')
        call instanceof TropoCall ? call : null
    }

    /** Follow the platform's current call when it changes; what the script itself put there else stays. */
    private void turnTo(Map shown) {
        TropoCall call = shown ? known(shown) : null
        if (!call.is(current)) variables.setVariable('currentCall', current = call)
    }

    /** The object of a call: always the same one, and up to date. */
    private TropoCall known(Map shown) {
        TropoCall call = calls[shown.id as String] ?: new TropoCall(this, shown)
        calls[shown.id as String] = call
        call.renew(shown)
    }

    private TropoEvent event(Map said) {
        new TropoEvent(this, said.call ? said + [value: known(said.call as Map)] : said)
    }

    /** The options as they travel: for a callback, only that there is one. */
    private static Map sent(Map options) {
        options.collectEntries { String name, value ->
            [name, name.startsWith('on') && value instanceof Closure ? true : Channel.plain(value)]
        }
    }
}
