"""What spoils the cache: another JVM, other jars, a damaged or missing file, options that exclude it."""

import os
import shutil

CACHE = "/opt/profile-guard/functions.aot"
JVM = "/var/lang/lib/server/libjvm.so"
JARS = "/var/task/lib"
WRITTEN_AGAIN = f"for jar in {JARS}/crac-*.jar; do cat $jar > /tmp/jar && cat /tmp/jar > $jar; done"
KEPT = "-XX:+TieredCompilation -XX:TieredStopAtLevel=1"
OPTION = "has an option that Java does not take together with it"


def play(image, scratch, answers_without):
    cache, jvm, later = scratch / "functions.aot", scratch / "libjvm.so", scratch / "later.so"
    image.copy(CACHE, cache)
    image.copy(JVM, jvm)
    _another_build(jvm)
    shutil.copyfile(jvm, later)
    answers_without(image, "another build of Java", "another build of Java", mounts={later: JVM})
    answers_without(image, "another build of Java, of the same size and time", "[error][aot]", mounts={jvm: JVM})
    answers_without(image, "a jar that was written again", "for other jars", before=WRITTEN_AGAIN)
    answers_without(image, "another jar", "for other jars", before=f"cat {JARS}/crac-*.jar > {JARS}/zzz.jar")
    answers_without(image, "no cache", "is not there", before=f"mv {CACHE} /tmp/cache")
    with open(cache, "r+b") as file:
        file.truncate(30_000_000)
    answers_without(image, "a cache that was cut", "is not as it was made", mounts={cache: CACHE})
    os.chmod(cache, 0)
    answers_without(image, "a cache that cannot be read", "cannot be read", mounts={cache: CACHE})
    for variable, option in (
        ("JAVA_TOOL_OPTIONS", f"{KEPT} -Xshare:auto"),
        ("JAVA_TOOL_OPTIONS", f"{KEPT} -XX:SharedArchiveFile=/opt/none.jsa"),
        ("JDK_JAVA_OPTIONS", "-Xshare:off"),
    ):
        answers_without(image, f"{variable} with {option.removeprefix(KEPT).strip()}", OPTION, **{variable: option})


def _another_build(jvm):
    """Changes the version in the JVM's name for itself, which it compares with that in a cache. Size and time stay."""
    status = jvm.stat()
    text = jvm.read_bytes()
    version = text[text.index(b"OpenJDK 64-Bit Server VM (") :].split(b"(", 1)[1].split(b")", 1)[0]
    other = version[:-1] + (b"X" if version[-1:] != b"X" else b"Y")
    jvm.write_bytes(text.replace(version, other))
    os.utime(jvm, (status.st_atime, status.st_mtime))
