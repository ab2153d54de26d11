"""The same text and the same call in today's terms: stand-ins for four platforms, their pictures, and a table of words.

    from tropo_lab import today

    twilio = today.Twilio(lab)       # answers at https://api.twilio.com inside the lab, and nowhere else
    today.picture(twilio.trace())    # what the latest request caused
    today.table()                    # every verb of Tropo, and what it is called elsewhere

Stand-ins are marked as such in every reply (`X-Stand-In`). They know what the lesson shows, and no more.
"""

from tropo_lab.today.jambonz import Jambonz
from tropo_lab.today.picture import picture
from tropo_lab.today.twilio import Twilio
from tropo_lab.today.vonage import Vonage
from tropo_lab.today.webex import Webex
from tropo_lab.today.words import table

__all__ = ["Jambonz", "Twilio", "Vonage", "Webex", "picture", "table"]
