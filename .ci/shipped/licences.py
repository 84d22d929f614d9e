"""The licences of the jars that the functions ship, and the file THIRD-PARTY that lists them."""

from bom import ROOT

FILE = ROOT / "THIRD-PARTY"
# Licences that allow to ship a jar unchanged under any terms, if its notice is kept
ALLOWED = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "MIT-0"}
HEAD = """\
The functions of Profile Guard ship these libraries, unchanged. The licences are those that their POMs name.
Written by `python3 .ci/shipped --write functions/target/sbom.json`; .ci/run compares it with the jars.

"""


def faults(components):
    for each in components:
        if not set(each.licence.split(" OR ")) & ALLOWED:
            yield f"{each.jar} has the licence {each.licence}, which is not in ALLOWED of {__file__}"
    kept = FILE.read_text() if FILE.exists() else ""
    if kept != _text(components):
        yield f"{FILE.name} does not list what is shipped. Run the command in its first lines"
    print(f"  {len(components)} libraries with {len({each.licence for each in components})} licences", flush=True)


def write(components):
    FILE.write_text(_text(components))


def _text(components):
    licences = sorted({each.licence for each in components})
    parts = [_part(licence, [each for each in components if each.licence == licence]) for licence in licences]
    return HEAD + "\n".join(parts)


def _part(licence, components):
    lines = [f"  {each.group}:{each.name}:{each.version}" for each in components]
    return "\n".join([licence, *lines, ""])
