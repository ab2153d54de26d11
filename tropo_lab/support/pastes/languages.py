"""Which language a program is written in, and how sure that is."""

from __future__ import annotations

import re

# signs of each language, with what they weigh
_SIGNS = {
    "python": (
        (r"^\s*(?:from [\w.]+ )?import [\w.*, ]+$", 3), (r"^\s*def \w+\(.*\)\s*(?:->.*)?:\s*$", 4),
        (r"^\s*(?:if|for|while|elif|with|try|except|else)\b.*:\s*(?:#.*)?$", 3), (r"\b(?:None|True|False|elif)\b", 2),
        (r"^\s*print[ (]", 1), (r"^\s*@\w+(?:\.\w+)*\(?", 2), (r"\bf['\"]|\blambda \w*:", 2), (r"['\"]\s*%\s*[\w(]", 2),
        (r"^[^#\n]*\b(?:and|or|not|in)\b.*:\s*$", 1), (r"\{\s*['\"]\w+['\"]\s*:", 1), (r"^\w+(?:, \w+)* = [^;]*$", 1),
        (r"^\w+\([^;]*\)\s*$", 2),
    ),
    "javascript": (
        (r"\b(?:var|let|const) \w+\s*=", 4), (r"\bfunction\s*\w*\(", 3), (r"=>\s*[{(]", 2), (r"\brequire\(['\"]", 3),
        (r"\bconsole\.log\(|\bJSON\.|\bnew \w+\(\)\s*;", 2), (r"===|!==|\|\||&&", 1), (r"[({,]\s*\w+\s*:\s*[^:/\s]", 1),
        (r";\s*$", 1), (r"\bnull\b|\bundefined\b|\bawait \w", 1), (r"^\s*\}\s*\)\s*;?\s*$", 1), (r"`[^`]*\$\{", 3),
    ),
    "php": (
        (r"<\?(?:php|=)?(?!xml)", 8), (r"^\s*\$\w+\s*=(?!=)[^\n]*;", 3), (r"\$\w+->\w+", 4), (r"\barray\s*\(", 2),
        (r"\b_log\(|\becho\b|\bcurl_\w+\(|\bfile_get_contents\(|\bjson_(?:en|de)code\(", 3), (r"['\"]\s*=>\s*", 1),
        (r"\$_(?:GET|POST|REQUEST|SERVER)\b", 4), (r"['\"]\s*\.\s*\$|\$\w+\s*\.\s*['\"]", 3), (r"\w\(\s*\$\w+", 2),
        (r"^\s*(?:require|include)(?:_once)?\b.*;", 3),
    ),
    "ruby": (
        (r"\bdo\s*(?:\|[^|]*\|)?\s*$", 3), (r"^\s*end\s*$", 3), (r":\w+\s*=>", 3), (r"^\s*puts\b", 2), (r"\bnil\b", 3),
        (r"#\{", 2), (r"\$currentCall\b(?!->)", 2), (r"^\s*require ['\"][^;]*$", 3), (r"^\s*(?:unless|elsif)\b", 2),
        (r"^\s*def \w+[^:{]*$", 2), (r"\b\w+::\w+\.new", 3), (r"\blambda\s*(?:\{|do)", 2), (r"^\s*\$\w+\s*=[^;]*$", 2),
        (r"^\s*(?:say|call|message|ask|log|transfer|wait) [\"'$:\w][^;]*$", 3), (r"\.each\b|\.to_s\b|\bgsub\b", 2),
        (r"\w\(?\s*\$\w+(?:\s*,|\)\s*$)", 1), (r"[({,]\s*\w+: ", 1),
    ),
    "groovy": (
        (r"\bdef \w+\s*=", 4), (r"[(,]\s*\[\s*\w+\s*:", 4), (r"\bprintln\b", 3), (r"\bawait\(\d", 3),
        (r"\{\s*\w*\s*->", 3),
        (r"^\s*import (?:java|groovy)\.", 3), (r"\[\s*\w+\s*:\s*[^\]]+\]", 2), (r"\.each\s*\{", 2),
    ),
    "csharp": (
        (r"^\s*using [\w.]+;", 4), (r"^\s*namespace [\w.]+", 4), (r"\bResponse\.Write\(|\bRequest\.\w", 3),
        (r"\bpublic (?:class|partial|void|static)\b", 2), (r"\bstring \w+\s*=|\bDictionary<", 3),
        (r"\b\w+\.(?:Say|Call|Message|On|RenderJSON|Hangup)\(", 2), (r"\bTropo \w+ = new Tropo\(\)", 3),
    ),
    "java": (
        (r"^\s*import (?:java|javax|com|org)\.[\w.*]+;", 4), (r"\bpublic static void main\(|\bpublic class\b", 3),
        (r"\bString \w+\s*=|\bSystem\.out\.|\bthrows \w+", 3), (r"\bnew (?:URL|HttpURLConnection|StringBuilder)\b", 2),
    ),
    "perl": ((r"^\s*use (?:strict|warnings|Tropo|LWP)", 5), (r"\bmy [$@%]\w+", 4), (r"\bsub \w+\s*\{", 2)),
    "shell": (
        (r"^#!.*\b(?:ba)?sh\b", 6), (r"^\s*[A-Z_]+=[\"']?\S+$", 2), (r"\bwget\b", 3), (r"^\s*(?:fi|done|esac)\s*$", 3),
    ),
}  # fmt: skip
# not over the end of a line: thousands of empty ones would be passed over again from each
_COMPILED = {name: [(re.compile(sign.replace(r"^\s*", r"^[ \t]*"), re.MULTILINE), weight) for sign, weight in signs]
             for name, signs in _SIGNS.items()}  # fmt: skip
NAMES = {"py": "python", "python3": "python", "python2": "python", "js": "javascript", "node": "javascript",
         "rb": "ruby", "c#": "csharp", "cs": "csharp", "sh": "shell", "bash": "shell", "console": "shell"}  # fmt: skip
_MOST = 20_000


def language_of(code: str, hint: str = "") -> tuple[str, float]:
    """The language and a certainty from 0 to 1; ("", 0) where nothing speaks for any. `hint` is what a fence says."""
    hint = NAMES.get(hint, hint)
    code = _without_texts(code[:_MOST])
    scores = {name: sum(weight * min(len(sign.findall(code)), 3) for sign, weight in signs)
              for name, signs in _COMPILED.items()}  # fmt: skip
    if hint in scores:
        scores[hint] += 6
    best, second = sorted(scores.values(), reverse=True)[:2]
    if not best:
        return "", 0.0
    language = max(scores, key=lambda name: scores[name])
    # twice as much as the next, and not from one weak sign
    return language, round(min(1.0, best / 6) * best / (best + second), 2)


def _without_texts(code: str) -> str:
    """The code with the words of its texts taken out, which could be in any language."""
    return re.sub(r"\"(\w?)[^\"\\\n]*\"|'(\w?)[^'\\\n]*'", _emptied, code)


def _emptied(found: re.Match) -> str:
    # what is filled into a text tells of its language
    return found[0] if found[0][0] == '"' and re.search("[$#`]", found[0]) else f'"{found[1] or found[2] or ""}"'
