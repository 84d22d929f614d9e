package dev.profileguard.text;

/// The characters that a reader does not see as a character, or that change how other text is
/// shown: control characters, line breaks, bidirectional overrides, zero-width characters, and
/// halves of surrogate pairs.
///
/// See https://www.unicode.org/reports/tr36/ and
/// https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt
/// (Default_Ignorable_Code_Point)
final class HiddenCharacters {
    private static final int NONCHARACTER = 0xFFFE;

    private HiddenCharacters() {}

    static boolean contains(int codePoint) {
        if (codePoint < 0x7F) {
            return codePoint < ' ';
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> isIgnorable(codePoint) || isNoncharacter(codePoint);
        };
    }

    /// Whether a display ignores the character, although it is no format character.
    private static boolean isIgnorable(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x2065, 0x3164, 0xFFA0 -> true;
            default ->
                    isIn(codePoint, 0x180B, 0x180D)
                            || isVariationSelector(codePoint)
                            || isIn(codePoint, 0xFFF0, 0xFFF8)
                            || isIn(codePoint, 0xE0000, 0xE0FFF);
        };
    }

    static boolean isVariationSelector(int codePoint) {
        return isIn(codePoint, 0xFE00, 0xFE0F);
    }

    private static boolean isNoncharacter(int codePoint) {
        return (codePoint & NONCHARACTER) == NONCHARACTER || isIn(codePoint, 0xFDD0, 0xFDEF);
    }

    private static boolean isIn(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
