// Inside a hosted Groovy script's own process. What is slow comes first: a process is started before it is needed.

import tropo.Channel
import tropo.Guest

System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, 'UTF-8'))
System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, 'UTF-8'))
def channel = new Channel(FileDescriptor.in)
System.setIn(new ByteArrayInputStream(new byte[0]))
Guest.shell(new Binding(warm: 'up')).evaluate('def lines = [a: "$warm", b: { -> 1 }]\nlines.b() == 1 && lines.a.size()')
new Guest(channel).play()
