package dev.profileguard.sandbox.account;

/// The memory that Java has for all that is recorded.
public final class HeapLimit {
    private static final int MEBIBYTE = 1 << 20;

    private HeapLimit() {}

    /// That it has ended while something was read or done, and how to have more: a sentence or two.
    public static String ended() {
        long most = Runtime.getRuntime().maxMemory() / MEBIBYTE;
        return "Java's memory ends here, of which it may use %d MB. Give it more: JAVA_TOOL_OPTIONS=-Xmx%dm ./guard ..."
                .formatted(most, 2 * most);
    }
}
