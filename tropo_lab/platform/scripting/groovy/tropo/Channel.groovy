package tropo

import groovy.json.JsonOutput
import groovy.json.JsonSlurper

/** One question at a time to the platform: one JSON object a line, both ways. */
class Channel {
    private final BufferedReader reader
    private final OutputStream writer
    private final JsonSlurper json = new JsonSlurper()

    /** Java opens no socket by its number, but what it got as its standard input it can read and write. */
    Channel(FileDescriptor descriptor) {
        reader = new BufferedReader(new InputStreamReader(new FileInputStream(descriptor), 'UTF-8'))
        writer = new FileOutputStream(descriptor)
    }

    void tell(Map message) {
        // what the script printed before comes before
        System.out.flush()
        System.err.flush()
        writer.write((JsonOutput.toJson(message) + '\n').getBytes('UTF-8'))
    }

    Map hear() {
        String line = reader.readLine()
        if (line == null) Runtime.runtime.halt(0) // the platform has gone
        json.parseText(line) as Map
    }

    /** `value` as JSON can say it: anything odd becomes its text. */
    static plain(value) {
        if (value instanceof Map) return value.collectEntries { name, one -> [name as String, plain(one)] }
        if (value instanceof Collection || value instanceof Object[]) return value.collect { plain(it) }
        boolean said = value == null || value instanceof Boolean || value instanceof Number
        boolean endless = value instanceof Double && (value.infinite || value.naN)
        said && !endless ? value : value as String
    }
}
