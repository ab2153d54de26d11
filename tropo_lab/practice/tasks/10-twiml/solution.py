my_twiml = """\
<Response>
    <Say>Rehearsal is on Friday.</Say>
    <Gather numDigits="1" timeout="10" action="/answered">
        <Say>Press 1 if you come.</Say>
    </Gather>
    <Redirect>/not-answered</Redirect>
</Response>
"""
