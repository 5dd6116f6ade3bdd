#!/usr/bin/env python3
"""Checks every relative link and anchor between the Markdown files of the repository."""

import pathlib
import re
import sys
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)


def anchors(text):
    """The anchors that headings get: lower case, punctuation dropped, blanks to hyphens, repeats numbered."""
    found = set()
    for heading in re.findall(r"^#{1,6}\s+(.*)$", FENCE.sub("", text), re.M):
        plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 0
        candidate = slug
        while candidate in found:
            number += 1
            candidate = f"{slug}-{number}"
        found.add(candidate)
    return found


def main():
    files = [
        path
        for path in ROOT.rglob("*.md")
        if not any(part.startswith((".build", ".git")) for part in path.relative_to(ROOT).parts)
    ]
    broken = []
    for file in files:
        text = FENCE.sub("", file.read_text(encoding="utf-8"))
        for match in LINK.finditer(text):
            target = match.group(1) or match.group(2)
            if re.match(r"[a-z][a-z0-9+.-]*:", target):
                continue
            path, _, anchor = urllib.parse.unquote(target).partition("#")
            goal = (file.parent / path).resolve() if path else file
            if not goal.exists():
                broken.append(f"{file.relative_to(ROOT)}: {target} does not exist")
            elif anchor and goal.suffix == ".md" and anchor not in anchors(goal.read_text(encoding="utf-8")):
                broken.append(f"{file.relative_to(ROOT)}: {target} has no such heading")
    print("\n".join(broken) if broken else f"{len(files)} documents, no broken link")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
