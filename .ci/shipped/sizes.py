"""The size of each function's package, and its jars."""

import io
import zipfile

from bom import functions

# Lambda's own limits are 50 MB zipped by an upload, and 250 MB. These are a little more than what is shipped: cold
# starts and SnapStart's snapshots grow with it.
ZIPPED_MB = 24
UNPACKED_MB = 30
JARS = 58
MB = 1024 * 1024


def faults(components):
    known = {each.jar for each in components}
    same = {}
    for folder in functions():
        files = sorted(each for each in folder.rglob("*") if each.is_file())
        unpacked = sum(each.stat().st_size for each in files) / MB
        key = tuple((str(each.relative_to(folder)), each.stat().st_size) for each in files)
        if key not in same:  # functions with the same code have the same package
            same[key] = _zipped(folder, files) / MB
        jars = {each.name for each in (folder / "lib").iterdir()}
        print(f"  {folder.name}: {same[key]:.1f} MB zipped, {unpacked:.1f} MB unpacked, {len(jars)} jars", flush=True)
        yield from (
            f"{folder.name} has {what} of {value:.1f}, the limit is {limit}"
            for what, value, limit in (
                ("a zipped size in MB", same[key], ZIPPED_MB),
                ("a size in MB", unpacked, UNPACKED_MB),
                ("a number of jars", len(jars), JARS),
            )
            if value > limit
        )
        yield from (f"the SBOM lacks {jar} of {folder.name}" for jar in sorted(jars - known))
        yield from (f"{folder.name} lacks {jar} of the SBOM" for jar in sorted(known - jars))


def _zipped(folder, files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in files:
            archive.write(each, each.relative_to(folder))
    return target.tell()
