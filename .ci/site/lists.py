"""A hook of MkDocs. GitHub takes text below a list item that is indented as far as the item's text; Python-Markdown wants four spaces."""

import re

ITEM = re.compile(r"^(?:\d+\. |- )(?=\S)")
WIDTH = 4


def on_page_markdown(markdown, **_):
    lines, indent, fenced = [], 0, False
    for line in markdown.splitlines():
        if line.startswith("```"):
            fenced = not fenced
            indent = 0
        item = None if fenced else ITEM.match(line)
        if item:
            indent = len(item[0])
        elif line and not line.startswith(" " * indent):
            indent = 0
        below = indent and not item and line
        lines.append(" " * (WIDTH - indent) + line if below else line)
    return "\n".join(lines)
