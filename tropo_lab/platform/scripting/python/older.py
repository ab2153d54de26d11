"""Scripts of Tropo's own time, in Python 2: made to compile, with their own line numbers."""

import ast
import os
import re
import sys

LEGACY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "legacy")
MODULES = {
    "ConfigParser", "Cookie", "HTMLParser", "Queue", "StringIO", "cPickle", "cStringIO", "cookielib", "httplib",
    "thread", "urllib2", "urlparse", "xmlrpclib",
}  # fmt: skip
NAMES = {"basestring", "execfile", "long", "raw_input", "reduce", "unichr", "unicode", "xrange"}
METHODS = {"has_key", "iteritems", "iterkeys", "itervalues"}
OF_URLLIB = {"quote", "quote_plus", "unquote", "unquote_plus", "urlencode", "urlopen"}
# a quick look, before the real one: most scripts have none of these words
SUSPECT = re.compile(r"\b(?:%s)\b|\bprint\s*>>" % "|".join(sorted(MODULES | NAMES | METHODS | OF_URLLIB)))
# what begins a line, unless it is within three quotes
INDENT = re.compile(r"\"\"\"[\s\S]*?\"\"\"|'''[\s\S]*?'''|^[ \t]*\t[ \t]*", re.MULTILINE)
# these look for files, or know less of urllib than `legacy` does
UNWANTED = {"fissix.fixes.fix_import", "fissix.fixes.fix_urllib"}


def compiled(source, name, fissix, known):
    """The script's code, and what was done to it: `tabs`, `python2`. `known` are the names that it begins with.

    `fissix` is the folder in which the converter of that name is found. A SyntaxError has the script's own line.
    """
    try:
        return newer(source, name, fissix, known)
    except SyntaxError as error:
        original = error
    notes = []
    if "\t" in source:
        source = INDENT.sub(lambda found: found[0].expandtabs(8) if found[0].isspace() else found[0], source)
        notes = ["tabs"]
        try:
            code, more = newer(source, name, fissix, known)
            return code, notes + more
        except SyntaxError as error:
            original = error
    return converted(source, name, fissix, original), [*notes, "python2"]


def newer(source, name, fissix, known):
    """The code of a script that compiles as it is; one that uses what Python 3 has no more is converted first."""
    code = compile(source, name, "exec")
    used = SUSPECT.search(source) and what_is_old(ast.parse(source), known)
    if used:
        try:
            return converted(source, name, fissix, None, "print" in used), ["python2"]
        except SyntaxError:
            pass  # it says itself, when it runs, what is missing
    return code, []


def what_is_old(tree, known):
    """The names of Python 2 that a script uses, and neither makes itself nor can do without."""
    own = set(known)
    used = set()
    careful = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try) and node.handlers:
            # whoever catches that something is missing knows both Pythons
            careful.update(id(one) for part in node.body for one in ast.walk(part))
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            own.add(node.name)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            own.add(node.id)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            own.update(one.asname or one.name for one in node.names if one.name not in MODULES)
    for node in ast.walk(tree):
        if id(node) in careful:
            continue
        if isinstance(node, ast.Import):
            used.update(one.name for one in node.names if one.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            used.update({node.module} & MODULES)
            used.update(one.name for one in node.names if node.module == "urllib" and one.name in OF_URLLIB)
        elif isinstance(node, ast.Name) and node.id in NAMES:
            used.update({node.id} - own)
        elif isinstance(node, ast.Attribute):
            used.update({node.attr} & METHODS - own)
            if isinstance(node.value, ast.Name) and node.value.id == "urllib" and node.attr in OF_URLLIB:
                used.add(node.attr)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift):
            # print >> file, as it reads in Python 3
            used.update({getattr(node.left, "id", None)} & {"print"})
    return used


def converted(source, name, fissix, original, print_statement=True):
    """The code of a script in Python 2, by way of Python 3; `original` is why it did not compile, if it did not."""
    source = source.replace("\r\n", "\n").rstrip() + "\n"
    try:
        newest = convert(source, name, fissix, print_statement)
    except Exception as error:
        raise better(original, error, name, source) from None
    sys.path.append(LEGACY)
    if "urllib" in source:
        lend_urllib()
    lines = lines_of(source, newest)
    try:
        tree = ast.parse(newest, name)
    except SyntaxError as error:
        raise SyntaxError(error.msg, (name, lines[(error.lineno or 1) - 1], None, None)) from None
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = lines[node.lineno - 1]
            node.end_col_offset = node.col_offset
    return compile(tree, name, "exec")


def convert(source, name, fissix, print_statement):
    sys.path.append(fissix)
    try:
        from fissix.pgen2 import driver, pgen

        # without the files that it would keep for the next time
        driver.load_grammar = pgen.generate_grammar
        from fissix import refactor
    finally:
        sys.path.remove(fissix)
    fixers = [one for one in refactor.get_fixers_from_package("fissix.fixes") if one not in UNWANTED]
    tool = refactor.RefactoringTool(fixers, {"print_function": not print_statement})
    return str(tool.refactor_string(source, name))


def better(original, error, name, source):
    """The sentence that helps more: Python 3's own, unless it only complains of Python 2."""
    # the parser of the converter says where in its context, and the reader of its words behind the sentence
    place = error.context[1] if getattr(error, "context", None) else (*error.args, None, None)[1]
    line = min(place[0], source.count("\n")) if isinstance(place, tuple) else None
    if original is None or line is None or line == original.lineno or "parenthes" not in str(original.msg):
        return original or SyntaxError(str(error))
    return SyntaxError("invalid syntax, in Python 2 likewise", (name, line, None, None))


def lines_of(source, newest):
    """For each line of the converted script, its line in the script itself."""
    before, after = source.split("\n"), newest.split("\n")
    if len(before) == len(after):
        return range(1, len(after) + 1)
    import difflib

    lines = []
    for _, start, end, first, last in difflib.SequenceMatcher(None, before, after, False).get_opcodes():
        lines += [min(start + place, max(start, end - 1)) + 1 for place in range(last - first)]
    return lines


def lend_urllib():
    """Put what urllib held in Python 2 back into it."""
    import urllib
    import urllib.parse

    import urllib2

    for name in OF_URLLIB:
        setattr(urllib, name, getattr(urllib.parse, name, None) or getattr(urllib2, name))
