package dev.profileguard.iam.policy;

import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An address or a range of addresses in CIDR notation, such as `203.0.113.0/24`.
///
/// See
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
final class AddressRange {
    private AddressRange() {}

    /// Whether an address is in a range; false if one of them is none.
    static boolean contains(String range, String address) {
        String[] parts = range.split("/", 2);
        byte[] first = bytes(parts[0]);
        byte[] found = bytes(address);
        if (first == null || found == null || first.length != found.length) {
            return false;
        }
        int bits = first.length * Byte.SIZE;
        int prefix = parts.length == 1 ? bits : prefix(parts[1], bits);
        return prefix >= 0 && startsAlike(first, found, prefix);
    }

    private static boolean startsAlike(byte[] first, byte[] found, int prefix) {
        int whole = prefix / Byte.SIZE;
        if (!Arrays.equals(first, 0, whole, found, 0, whole)) {
            return false;
        }
        int rest = prefix % Byte.SIZE;
        return rest == 0 || (first[whole] ^ found[whole]) >> (Byte.SIZE - rest) == 0;
    }

    private static int prefix(String text, int bits) {
        int prefix = text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
        return prefix > bits ? -1 : prefix;
    }

    private static byte @Nullable [] bytes(String literal) {
        try {
            return InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }
}
