"""The AWS CLI takes each command in the documents, up to the request that it would send.

docs/operations and the walkthroughs are also run, by tests of their own. Commands of ./guard are read by a test of the
sandbox's module.
"""

import re
import shlex

import pytest

from sandbox import ROOT

printed_commands = pytest.importorskip("test_printed_commands")

BLOCK = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(?:^|\$\()(?:[A-Z_]+=\S+ +)*aws (?=[a-z0-9-]+ [a-z])")
ENDS = {"|", "||", "&&", ";", ">", ">>", "2>&1"}
# These two are programs of the AWS CLI's own: they make several calls, or read a template.
PROGRAMS = ("s3 ", "cloudformation deploy ")
# Version 1 of the AWS CLI does not have these.
NEWER = {"--cli-binary-format": 1, "--cli-read-timeout": 1}


def documented():
    found = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for block in BLOCK.findall(page.read_text()):
            for line in re.sub(r"\\\n[> ]*|\n> ", " ", block).splitlines():
                text = line.strip().removeprefix("$ ")
                for command in COMMAND.finditer(text):
                    rest = text[command.end() :]
                    if not rest.startswith(PROGRAMS):
                        found.append((str(page.relative_to(ROOT)), rest))
    return list(dict.fromkeys(found))


def words(text):
    """The words of a command up to a pipe, a redirection or a comment."""
    text = re.sub(r"\$\(\(.*?\)\)|\$\([^()]*\)", "0", text)
    lexer = shlex.shlex(text, posix=True, punctuation_chars=";|)")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    taken, skip = [], 0
    for word in lexer:
        if word in ENDS or word[0] in ";|)" or re.fullmatch(r"\d?>+\S*", word):
            break
        if skip:
            skip -= 1
        elif word in NEWER:
            skip = NEWER[word]
        else:
            taken.append(re.sub(r"^(fileb?|s3)://\S+\.json$", "{}", word))
    return taken


def test_there_are_commands():
    assert len(documented()) > 120


@pytest.mark.parametrize(("page", "command"), documented())
def test_the_aws_cli_takes_it(page, command):
    arguments = words(command)
    query = "--query" in arguments
    if query:
        place = arguments.index("--query")
        del arguments[place : place + 2]
    assert isinstance(printed_commands.parsed(arguments), dict), page
