"""functions/image/template.json is template.yaml for container images."""

import importlib.util
from importlib.machinery import SourceFileLoader

from exceptions import Finding
from template import ROOT, raw


def findings():
    expand = _expand()
    made = expand.expanded(raw("template.yaml"))
    print(f"  functions/image/template.json has {len(made['Resources'])} resources", flush=True)
    if expand.lines(made) != expand.TARGET.read_text():
        yield Finding("image", "Stale", "template.json", "template.yaml makes another: run functions/image/expand")


def _expand():
    loader = SourceFileLoader("expand_image", str(ROOT / "functions" / "image" / "expand"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("expand_image", loader))
    loader.exec_module(module)
    return module
