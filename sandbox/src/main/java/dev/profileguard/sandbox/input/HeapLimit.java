package dev.profileguard.sandbox.input;

/// The memory that Java may use.
public final class HeapLimit {
    private static final int MEBIBYTE = 1 << 20;

    private HeapLimit() {}

    /// A message that there is not enough memory, and how to give Java more.
    public static String exceeded() {
        long most = Runtime.getRuntime().maxMemory() / MEBIBYTE;
        return "out of memory: Java may use %d MB. Give it more: JAVA_TOOL_OPTIONS=-Xmx%dm ./guard ..."
                .formatted(most, 2 * most);
    }
}
