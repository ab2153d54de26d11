my_twiml = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather numDigits="1" timeout="10" '
    'action="https://choir.example/answered" method="POST"><Say>Rehearsal is on Friday.</Say><Say>Press 1 if you come.'
    "</Say></Gather><Redirect>https://choir.example/not-answered</Redirect></Response>"
)
