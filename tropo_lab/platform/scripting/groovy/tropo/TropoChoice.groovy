package tropo

/** What somebody answered. */
class TropoChoice {
    final String concept, interpretation, utterance, confidence, xml, tag

    TropoChoice(Map said) {
        concept = said.concept
        interpretation = said.interpretation
        utterance = said.utterance
        confidence = said.confidence
        xml = said.xml
        tag = said.tag
    }

    String toString() {
        concept
    }
}
