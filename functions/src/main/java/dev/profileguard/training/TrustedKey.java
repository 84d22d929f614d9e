package dev.profileguard.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A key of a server on this machine. It is made by the `keytool` of this JDK, and lasts as long as
/// the process.
final class TrustedKey {
    private static final String TYPE = "PKCS12";

    /// Of a file that only this process reads.
    private static final String PASSWORD = "training";

    private TrustedKey() {}

    /// Makes the key, and has the process trust it instead of the authorities that it trusted.
    static SSLContext create() throws IOException, GeneralSecurityException {
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
                .init((KeyStore) null); // loads the authorities, as the first connection on Lambda
        Path folder = Files.createTempDirectory("training");
        Path file = folder.resolve("keys.p12");
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        generate(file);
        System.setProperty("javax.net.ssl.trustStore", file.toString());
        System.setProperty("javax.net.ssl.trustStoreType", TYPE);
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys(file).getKeyManagers(), null, null);
        return server;
    }

    private static KeyManagerFactory keys(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream stored = Files.newInputStream(file)) {
            store.load(stored, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        return keys;
    }

    private static void generate(Path file) throws IOException {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "training",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=training",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-keystore",
                                file.toString(),
                                "-storetype",
                                TYPE,
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool made no key: status " + keytool.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for keytool", e);
        }
    }
}
