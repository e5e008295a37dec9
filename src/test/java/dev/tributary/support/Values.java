package dev.tributary.support;

import java.util.List;

/** Values, as SQL literals, that a careless copy changes. */
public final class Values {
    /** Every one of them must arrive with its storage class and its bytes. */
    public static final List<String> DELICATE = List.of(
            "NULL",
            "''",
            "x''",
            "CAST(x'00' AS TEXT)",
            "CAST(x'3100' AS TEXT)",
            "CAST(x'610062' AS TEXT)",
            "CAST(x'c328fffe80' AS TEXT)",
            "CAST(x'edA080' AS TEXT)",
            "x'610062'",
            "x'31'",
            "'😀 👩‍👩‍👧 é e' || char(769)",
            "replace(hex(zeroblob(25600)), '00', 'abç')",
            "zeroblob(100000)",
            "9007199254740993",
            "-9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "'9223372036854775807'",
            "'9223372036854775808'",
            "'007'",
            "' 7 '",
            "'1'",
            "1",
            "1.0",
            "'1.0'",
            "'1e0'",
            "'0x10'",
            "0",
            "0.0",
            "9e999",
            "-9e999",
            "'inf'",
            "5e-324",
            "2.2250738585072009e-308",
            "1.7976931348623157e308",
            "0.1",
            "0.30000000000000004",
            "1e15",
            "9007199254740992.0",
            "9223372036854775808.0",
            "-9223372036854775808.0",
            "'abc'",
            "'ABC'",
            "'a''b\"c;--'",
            "'\\n' || char(10) || char(13)");

    private Values() {}
}
