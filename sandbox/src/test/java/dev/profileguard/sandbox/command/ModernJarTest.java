package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.almworks.sqlite4java.SQLiteConnection;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// The jars that Java's cache could not take as they are.
class ModernJarTest {
    private final Path copy;

    ModernJarTest(@TempDir Path folder) {
        copy = folder.resolve("copy.jar");
    }

    @ParameterizedTest
    @ValueSource(classes = {CommandLine.class, SQLiteConnection.class})
    void hasEachEntryAndOnlyClassesThatJavaKeeps(Class<?> library) throws Exception {
        Path jar = jarOf(library);

        ModernJar.main(new String[] {jar.toString(), copy.toString()});

        Map<String, byte[]> modern = entries(copy);
        assertThat(modern.keySet()).containsExactlyElementsOf(entries(jar).keySet());
        assertThat(modern)
                .allSatisfy((name, content) -> {
                    if (name.endsWith(".class")) {
                        assertThat(ClassFile.of().parse(content).majorVersion())
                                .isGreaterThanOrEqualTo(ClassFile.JAVA_8_VERSION);
                    }
                });
        assertThat(ClassFile.of().verify(modern.get(entryOf(library)))).isEmpty();
    }

    @Test
    void runs() throws Exception {
        ModernJar.main(new String[] {jarOf(CommandLine.class).toString(), copy.toString()});

        URL[] path = {copy.toUri().toURL()};
        try (URLClassLoader loader =
                new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
            Class<?> commandLine = loader.loadClass(CommandLine.class.getName());
            assertThat(commandLine.getField("VERSION").get(null)).isEqualTo(CommandLine.VERSION);
            for (String entry : entries(copy).keySet()) {
                if (entry.startsWith("picocli/") && entry.endsWith(".class")) {
                    String name = entry.replace('/', '.').replaceFirst("\\.class$", "");
                    assertThat(Class.forName(name, true, loader).getClassLoader()).isSameAs(loader);
                }
            }
        }
    }

    @Test
    void keepsAClassThatItCannotRead() throws IOException {
        Path jar = copy.resolveSibling("broken.jar");
        try (JarOutputStream broken = new JarOutputStream(Files.newOutputStream(jar))) {
            broken.putNextEntry(new ZipEntry("Broken.class"));
            broken.write("no class".getBytes(StandardCharsets.UTF_8));
        }

        ModernJar.main(new String[] {jar.toString(), copy.toString()});

        assertThat(entries(copy).get("Broken.class")).asString().isEqualTo("no class");
    }

    private static Path jarOf(Class<?> library) throws Exception {
        return Path.of(library.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String entryOf(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static Map<String, byte[]> entries(Path path) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                entries.put(entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
        return entries;
    }
}
