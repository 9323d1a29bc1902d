"""Pages of the site that stand elsewhere in the repository, under the names the site has for them; a hook of MkDocs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "model/FORMULATION.md": "formulation.md",
    "model/DECISIONS.md": "decisions.md",
    "scripts/benchmark.md": "benchmark.md",
    "CHANGELOG.md": "changelog.md",
    "data/README.md": "parks.md",
}
"""Where a page stands, and what the site calls it."""
LINK = re.compile(r"\]\(([^)#:\s]+)((?:#[^)\s]*)?)\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages, and the workbooks that they name."""
    for source, name in PAGES.items():
        files.append(File.generated(config, name, content=_on_the_site(source)))
    for file in sorted((ROOT / "data").glob("[!~.]*.xlsx")):
        files.append(File.generated(config, file.name, abs_src_path=str(file)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Files) -> str:
    """Let links of the pages in docs/ lead where the site has what they name."""
    file = page.file
    if file.generated_by:
        return markdown
    up = "../" * file.src_uri.count("/")
    return LINK.sub(lambda found: f"]({up}{_there(f'docs/{file.src_uri}', found[1])}{found[2]})", markdown)


def _on_the_site(source: str) -> str:
    """A page with its links as the site has them."""
    text = (ROOT / source).read_text(encoding="utf-8")
    return LINK.sub(lambda found: f"]({_there(source, found[1])}{found[2]})", text)


def _there(source: str, target: str) -> str:
    """What a link of a page outside docs is called on the site."""
    path = (ROOT / source).parent.joinpath(target).resolve().relative_to(ROOT).as_posix()
    if path in PAGES:
        return PAGES[path]
    return path.removeprefix("docs/").removeprefix("data/")
