package dev.tributary.references;

import java.util.List;

/** Finds the strings of a program. */
interface Lexer {
    /** What a program consists of, as far as anybody here needs to know. */
    Program read(Fragment source);

    /**
     * A program in its parts.
     *
     * @param literals its strings, joined
     * @param code its words and signs without strings and comments, in order, for questions such as whether a row count is
     *     read
     */
    record Program(List<Literal> literals, List<Token> code) {
        public Program {
            literals = List.copyOf(literals);
            code = List.copyOf(code);
        }
    }
}
