"""The paths of every key, element, parameter and header that the protocol’s recorded and documented messages hold."""

PATHS = """
header.accept
header.content-type
launch.action
launch.msg
launch.numbertodial
launch.session
launch.session.token
launch.session.var
launch.session.var@name
launch.session.var@value
launch.token
provisioning.address
provisioning.channel
provisioning.city
provisioning.country
provisioning.description
provisioning.error
provisioning.href
provisioning.id
provisioning.message
provisioning.messagingUrl
provisioning.name
provisioning.number
provisioning.partition
provisioning.platform
provisioning.prefix
provisioning.smsEnabled
provisioning.state
provisioning.token
provisioning.type
provisioning.voiceUrl
reply.id
reply.reason
reply.session
reply.session.id
reply.session.reason
reply.session.success
reply.session.token
reply.success
reply.token
result
result.actions
result.actions.attempts
result.actions.calledid
result.actions.concept
result.actions.confidence
result.actions.connectedDuration
result.actions.disposition
result.actions.duration
result.actions.interpretation
result.actions.name
result.actions.timestamp
result.actions.url
result.actions.userType
result.actions.utterance
result.actions.value
result.actions.xml
result.actions[].attempts
result.actions[].concept
result.actions[].confidence
result.actions[].disposition
result.actions[].interpretation
result.actions[].name
result.actions[].utterance
result.actions[].value
result.actions[].xml
result.callId
result.calledid
result.complete
result.error
result.guid
result.identifier
result.sequence
result.sessionDuration
result.sessionId
result.state
result.transcription
result.userType
session
session.accountId
session.applicationId
session.callId
session.from
session.from.channel
session.from.e164Id
session.from.id
session.from.name
session.from.network
session.headers
session.headers.CSeq
session.headers.Call-ID
session.headers.Contact
session.headers.Content-Length
session.headers.Content-Type
session.headers.From
session.headers.Max-Forwards
session.headers.Request URI
session.headers.To
session.headers.Via
session.headers.x-sid
session.headers[].key
session.headers[].value
session.id
session.initialMedia
session.initialMedia[].disposition
session.initialMedia[].media
session.initialMedia[].status
session.initialMedia[].text
session.initialText
session.parameters
session.parameters.action
session.parameters.format
session.parameters.msg
session.parameters.numbertodial
session.parameters.token
session.subject
session.timestamp
session.to
session.to.channel
session.to.e164Id
session.to.id
session.to.name
session.to.network
session.userType
signal.action
signal.signal
signal.signal.status
signal.status
signal.value
tropo
tropo[].answer
tropo[].answer.headers
tropo[].answer.headers.x-invented
tropo[].ask
tropo[].ask.attempts
tropo[].ask.bargein
tropo[].ask.choices
tropo[].ask.choices.mode
tropo[].ask.choices.terminator
tropo[].ask.choices.value
tropo[].ask.name
tropo[].ask.required
tropo[].ask.say
tropo[].ask.say.value
tropo[].ask.say[].event
tropo[].ask.say[].value
tropo[].ask.timeout
tropo[].call
tropo[].call.channel
tropo[].call.from
tropo[].call.machineDetection
tropo[].call.network
tropo[].call.timeout
tropo[].call.to
tropo[].conference
tropo[].conference.allowSignals
tropo[].conference.id
tropo[].conference.mute
tropo[].conference.name
tropo[].conference.playTones
tropo[].conference.terminator
tropo[].generalLogSecurity
tropo[].hangup
tropo[].message
tropo[].message.answerOnMedia
tropo[].message.channel
tropo[].message.from
tropo[].message.network
tropo[].message.say
tropo[].message.say.value
tropo[].message.say[].value
tropo[].message.timeout
tropo[].message.to
tropo[].message.voice
tropo[].on
tropo[].on.event
tropo[].on.next
tropo[].on.required
tropo[].on[].event
tropo[].on[].next
tropo[].record
tropo[].record.attempts
tropo[].record.beep
tropo[].record.choices
tropo[].record.choices.terminator
tropo[].record.format
tropo[].record.maxSilence
tropo[].record.maxTime
tropo[].record.method
tropo[].record.name
tropo[].record.say
tropo[].record.say.value
tropo[].record.transcription
tropo[].record.transcription.id
tropo[].record.transcription.url
tropo[].record.url
tropo[].redirect
tropo[].redirect.to
tropo[].reject
tropo[].say
tropo[].say.value
tropo[].say[].as
tropo[].say[].value
tropo[].startRecording
tropo[].startRecording.format
tropo[].startRecording.method
tropo[].startRecording.url
tropo[].stopRecording
tropo[].transfer
tropo[].transfer.choices
tropo[].transfer.choices.terminator
tropo[].transfer.from
tropo[].transfer.name
tropo[].transfer.on
tropo[].transfer.on[].ask
tropo[].transfer.on[].ask.choices
tropo[].transfer.on[].ask.choices.value
tropo[].transfer.on[].ask.name
tropo[].transfer.on[].ask.say
tropo[].transfer.on[].ask.say.value
tropo[].transfer.on[].event
tropo[].transfer.on[].say
tropo[].transfer.on[].say.value
tropo[].transfer.ringRepeat
tropo[].transfer.timeout
tropo[].transfer.to
tropo[].wait
tropo[].wait.allowSignals
tropo[].wait.milliseconds
""".strip().splitlines()

# every key that a verb is known to take, whether or not a recorded message holds it
VERBS = {
    "answer": "headers",
    "ask": (
        "choices choices.value choices.mode choices.terminator say say.value say.event name attempts "
        "timeout bargein interdigitTimeout minConfidence required recognizer voice sensitivity "
        "speechCompleteTimeout speechIncompleteTimeout allowSignals promptLogSecurity asrLogSecurity "
        "maskTemplate"
    ),
    "call": (
        "to from channel network timeout answerOnMedia headers name required machineDetection "
        "machineDetection.introduction machineDetection.voice voice callbackUrl label allowSignals "
        "promptLogSecurity recording"
    ),
    "conference": (
        "id name mute playTones terminator interdigitTimeout joinPrompt joinPrompt.value joinPrompt.voice "
        "leavePrompt leavePrompt.value leavePrompt.voice required allowSignals promptLogSecurity"
    ),
    "generalLogSecurity": "",
    "hangup": "headers",
    "message": (
        "say say.value to channel network from name timeout answerOnMedia voice required promptLogSecurity headers"
    ),
    "on": (
        "event next say say.value ask ask.choices.value message message.to wait wait.milliseconds post "
        "required name voice"
    ),
    "record": (
        "url url.url url.username url.password url.method choices choices.terminator attempts beep "
        "bargein format maxSilence maxTime method timeout interdigitTimeout asyncUpload transcription "
        "transcription.id transcription.url transcription.emailFormat transcription.language username "
        "password say say.value name required sensitivity voice minConfidence allowSignals"
    ),
    "redirect": "to name required",
    "reject": "",
    "say": "value as name voice required allowSignals media promptLogSecurity",
    "startRecording": (
        "url format method username password asyncUpload transcriptionID transcriptionOutURI "
        "transcriptionEmailFormat transcriptionLanguage"
    ),
    "stopRecording": "",
    "transfer": (
        "to from on on.event on.say on.ask on.message on.wait on.post choices choices.terminator timeout "
        "ringRepeat answerOnMedia interdigitTimeout headers name required machineDetection playTones "
        "voice callbackUrl label allowSignals"
    ),
    "wait": "milliseconds allowSignals",
}
PATHS += [f"tropo[].{verb}" for verb in VERBS]
PATHS += [f"tropo[].{verb}.{key}" for verb, keys in VERBS.items() for key in keys.split()]
PATHS += [f"result.actions.{key}" for key in ("uploadStatus", "tag", "duration", "connectedDuration", "url")]
