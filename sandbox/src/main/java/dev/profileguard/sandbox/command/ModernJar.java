package dev.profileguard.sandbox.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/// Copies a jar, with its classes in the format of Java 8. Java keeps no classes of Java 5 and
/// older in its cache, because they lack the stack maps by which the verifier reads a method once
/// (docs/decisions/aot-cache-of-the-tools.md).
final class ModernJar {
    private static final ClassHierarchyResolver SYSTEM = ClassHierarchyResolver.defaultResolver();

    private final JarFile jar;
    private final ClassFile format;

    private ModernJar(JarFile jar) {
        this.jar = jar;
        format =
                ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(this::bytes)
                                        .orElse(SYSTEM)
                                        .cached()));
    }

    /// Its arguments are the jar and the path of the copy.
    public static void main(String[] arguments) throws IOException {
        try (JarFile jar = new JarFile(arguments[0]);
                OutputStream file = Files.newOutputStream(Path.of(arguments[1]));
                JarOutputStream copy = new JarOutputStream(file)) {
            new ModernJar(jar).copyTo(copy);
        }
    }

    private void copyTo(JarOutputStream copy) throws IOException {
        copy.setLevel(0);
        for (JarEntry entry : jar.stream().toList()) {
            ZipEntry copied = new ZipEntry(entry.getName());
            copied.setTime(entry.getTime());
            copy.putNextEntry(copied);
            copy.write(
                    entry.getName().endsWith(".class") ? modern(content(entry)) : content(entry));
            copy.closeEntry();
        }
    }

    /// The class, as it was if it is not older than Java 8 or if no stack maps can be made for it.
    private byte[] modern(byte[] bytes) {
        try {
            ClassModel old = format.parse(bytes);
            return old.majorVersion() >= ClassFile.JAVA_8_VERSION
                    ? bytes
                    : format.transformClass(old, inNewFormat());
        } catch (IllegalArgumentException | IllegalStateException impossible) {
            return bytes;
        }
    }

    private static ClassTransform inNewFormat() {
        ClassTransform version =
                (builder, element) ->
                        builder.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element);
        return version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
    }

    private @Nullable InputStream bytes(ClassDesc described) {
        String descriptor = described.descriptorString();
        JarEntry entry =
                jar.getJarEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException unreadable) {
            return null;
        }
    }

    private byte[] content(ZipEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            return content.readAllBytes();
        }
    }
}
