"""Where each rule is known from: a page, a thread or a repair that shows the mistake, or our own choice."""

from __future__ import annotations

from tropo_lab.support.finding import Finding

OUR_CHOICE = "our choice"
_ARTICLE = "http://blog.tropo.com/2012/05/23/outbound-apps-scripting-webapi/"
_WEBAPI = "https://www.tropo.com/docs/webapi/"
_PHP = "https://github.com/tropo/tropo-webapi-php/"
_SESSION = "https://www.tropo.com/docs/webapi/session"

EVIDENCE = {
    # launches
    "blank-in-request-line": "https://github.com/informjs/inform-plugin-tropo-sms/commit/482477d18ee553ad183f4f2defde1e6e08793cd9",
    "hash-in-address": "https://www.rfc-editor.org/rfc/rfc3986#section-3.5",
    "value-cut-at-ampersand": "https://url.spec.whatwg.org/#urlencoded-parsing",
    "ampersand-from-html": "https://url.spec.whatwg.org/#urlencoded-parsing",
    "plus-became-blank": "https://www.tropo.com/docs/scripting/quickstarts/sending-text-messages/passing-parameters",
    "encoded-twice": "https://url.spec.whatwg.org/#urlencoded-parsing",
    "encoded-for-a-form": "https://url.spec.whatwg.org/#urlencoded-parsing",
    "launch-encoding": _SESSION,
    "read-as-latin-1": "http://docs.voxeo.com/webapi/2.0/session.htm",
    "no-action": "https://www.tropo.com/docs/rest/tutorials/starting-session",
    "no-token": "https://www.tropo.com/docs/rest/tutorials/starting-session",
    "launch-elsewhere": "https://www.tropo.com/docs/rest/tutorials/starting-session",
    "values-lie-too-deep": "https://www.tropo.com/docs/rest/tutorials/starting-session",
    "unknown-token": "https://gist.github.com/sibblegp/2933252",
    "not-placed": "https://gist.github.com/sibblegp/2933252",
    "wrong-token": "https://github.com/caktus/rapidsms-tropo/commit/bd717509ee1d75e9f911e97a90bea709f43048c8",
    "started-is-not-sent": "http://www.bubblefoundry.com/blog/2011/12/tropo-is-broken/",
    # between Tropo and the catcher
    "catcher-asked-directly": f"{_PHP}issues/27",
    "connection-refused": "http://blog.tropo.com/2010/09/10/how-to-sending-an-sms-using-webapi/",
    "host-not-allowed": "http://blog.tropo.com/2010/09/10/how-to-sending-an-sms-using-webapi/",
    "catcher-failed": "http://www.bubblefoundry.com/blog/2011/12/tropo-is-broken/",
    "value-read-at-wrong-level": "https://github.com/tropo/tropo-webapi-node/issues/4",
    "value-lost-in-catcher": "https://github.com/tropo/tropo-webapi-node/issues/4",
    "no-caller-in-a-launched-session": f"{_PHP}issues/2",
    "name-in-other-case": f"{_ARTICLE}; https://www.tropo.com/docs/rest/tutorials/starting-session",
    "name-misspelt": _ARTICLE,
    "script-is-json": "https://github.com/caktus/rapidsms-tropo/commit/98295517e311422f61cf12f98771a7dae402cc52",
    "reply-is-a-script": "https://github.com/caktus/rapidsms-tropo/commit/98295517e311422f61cf12f98771a7dae402cc52",
    "letters-spoilt": f"{_SESSION}; {_PHP}commit/45805fc530560535d2745337b238e6d6f43d36c6",
    # documents
    "no-verbs": "http://www.bubblefoundry.com/blog/2011/12/tropo-is-broken/; https://github.com/dwilkie/tropo_message",
    "text-before-json": f"{_PHP}issues/2; {_PHP}issues/10",
    "mark-before-json": f"{_PHP}commit/3150d11389334197cf0ed6fd69dad74992d515c5",
    "nobody-to-speak-to": "https://github.com/sanyaade/tropo-servlet; http://docs.voxeo.com/webapi/2.0/outbound_sessions_tokens_web_api.htm",
    "message-names-no-network": "https://github.com/lfalvarez/phone-answerer/commit/a4dfd2fedb42a5ca724fb4fdb442ba5dc597dc4b",
    "call-names-no-network": f"{_WEBAPI}call",
    "unknown-network": f"{_WEBAPI}call",
    "say-is-a-string": "https://github.com/tropo/tropo-webapi-ruby/issues/5",
    "choices-is-a-string": f"{_WEBAPI}ask",
    "unknown-key": "https://github.com/tropo/tropo-webapi-csharp/commit/3b7576a96255fb7177d767a929b020a8ad61e6af",
    "missing-key": f"{_WEBAPI}message",
    "unknown-event": f"{_WEBAPI}on",
    "on-without-next": f"{_WEBAPI}on",
    # phones
    "several-recipients": f"{_WEBAPI}message; https://www.tropo.com/docs/scripting/message",
    "outbound-off": "https://www.tropo.com/docs/hosting/account/account-verification",
    "number-without-country-code": "https://github.com/tropo/tropo-samples/commit/6935524583bfd82b49b0813c4398d46014d01dfa",
    "number-without-plus": "http://docs.voxeo.com/webapi/2.0/handling_call_failure.htm",
    "number-outside": "http://docs.voxeo.com/webapi/2.0/handling_call_failure.htm",
    "country-code-twice": "https://github.com/TwilioDevEd/clicktocall-laravel/issues/10",
    "texts-too-fast": "http://blog.tropo.com/2011/01/11/scotty-we-need-more-power/",
    # results
    "actions-is-an-object": "https://github.com/tropo/tropo-webapi-python/issues/20",
    "actions-is-a-list": "https://github.com/tropo/tropo-webapi-python/issues/20",
    "no-actions": "https://www.tropo.com/docs/webapi/result",
    "wrong-field-of-answer": "https://github.com/tropo/tropo-webapi-python/commit/d02ab2e6d145c3b5955fb3e99d532c7182412210",
    "answer-goes-nowhere": f"{_WEBAPI}on",
}


def evidence(found: Finding) -> str:
    """Where the rule of a finding is known from; what has no page of its own is our choice."""
    return EVIDENCE.get(found.rule, OUR_CHOICE)
