package dev.tributary.support;

import dev.tributary.catalog.Identifier;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Values of every storage class, as SQL literals, for property tests. */
public final class ArbitraryValues {
    private ArbitraryValues() {}

    /** Small numbers and short words come often, so that keys meet and neighbours are close. */
    public static Arbitrary<String> literals() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(-2, 9).map(String::valueOf)),
                Tuple.of(2, Arbitraries.integers().between(-2, 9).map(n -> n + ".0")),
                Tuple.of(1, Arbitraries.longs().map(n -> Long.toString(n | 1))),
                Tuple.of(2, Arbitraries.doubles().map(ArbitraryValues::real)),
                Tuple.of(3, words().map(Identifier::literal)),
                Tuple.of(
                        2,
                        Arbitraries.bytes()
                                .array(byte[].class)
                                .ofMaxSize(4)
                                .map(bytes -> "x'" + HexFormat.of().formatHex(bytes) + "'")),
                Tuple.of(3, Arbitraries.of(Values.DELICATE)));
    }

    /** Short texts that differ in case, in a space or in a quote. */
    public static Arbitrary<String> words() {
        return Arbitraries.strings().withChars("aAbB1 0.\u00e9\n'").ofMaxLength(4);
    }

    private static String real(double number) {
        return Double.isFinite(number) ? Double.toString(number) : "0.5";
    }
}
