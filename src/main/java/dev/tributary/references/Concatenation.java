package dev.tributary.references;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Joins the strings of a program as the program joins them: with +, and in Python by writing one behind the other. */
final class Concatenation {
    private static final Set<String> ENDS = Set.of(",", ")", "]", "}", ";", ":", "?", "if", "else", "for", "%");

    private final List<Token> tokens;
    private final boolean implicit;
    private final boolean docstrings;
    private final List<Literal> literals = new ArrayList<>();
    private final Deque<String> callees = new ArrayDeque<>();
    private String assigned = "";

    private Concatenation(List<Token> tokens, boolean implicit, boolean docstrings) {
        this.tokens = tokens;
        this.implicit = implicit;
        this.docstrings = docstrings;
    }

    /**
     * The literals of one run of tokens.
     *
     * @param implicit whether strings side by side are one string
     * @param docstrings whether one that is a statement of its own is a comment in other clothes
     */
    static List<Literal> join(List<Token> tokens, boolean implicit, boolean docstrings) {
        Concatenation join = new Concatenation(tokens, implicit, docstrings);
        join.run(0, tokens.size());
        return join.literals;
    }

    private void run(int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            switch (token.kind()) {
                case STRING -> i = literal(i, to) - 1;
                case BREAK -> assigned = "";
                case SIGN -> sign(i);
                case WORD -> {
                    // counts as what stands before something else
                }
            }
        }
    }

    private void sign(int i) {
        switch (tokens.get(i).code()) {
            case "(", "[", "{" -> callees.push(tokens.get(i).is("(") ? wordBefore(i) : "");
            case ")", "]", "}" -> callees.poll();
            case ";" -> assigned = "";
            case "=" -> {
                int name = i - 1;
                while (name >= 0
                        && (tokens.get(name).is(":") || tokens.get(name).is("+"))) {
                    name--;
                }
                assigned = wordBefore(name + 1);
            }
            default -> {
                // an operator
            }
        }
    }

    private String wordBefore(int i) {
        return i > 0 && tokens.get(i - 1).kind() == Token.Kind.WORD
                ? tokens.get(i - 1).code()
                : "";
    }

    /** Joins what begins at i; gives back the first token behind it. */
    private int literal(int i, int to) {
        Fragment.Builder text = new Fragment.Builder();
        if (codeAt(i - 1).equals("+")) {
            text.hole();
        }
        int next = i;
        int end = tokens.get(i).end();
        while (next < to && tokens.get(next).isString()) {
            text.add(tokens.get(next).text());
            end = tokens.get(next).end();
            next++;
            if (implicit && next < to && tokens.get(next).isString()) {
                continue;
            }
            while (next < to && tokens.get(next).is("+")) {
                int operand = next + 1;
                while (operand < to && tokens.get(operand).kind() == Token.Kind.BREAK) {
                    operand++;
                }
                if (operand < to && tokens.get(operand).isString()) {
                    next = operand;
                    break;
                }
                next = behindExpression(operand, to);
                run(operand, next);
                text.hole();
            }
        }
        boolean alone = docstrings && isBreak(i - 1) && isBreak(next) && callees.isEmpty();
        literals.add(new Literal(
                text.build(),
                tokens.get(i).start(),
                end,
                callees.isEmpty() ? "" : callees.peek(),
                assigned,
                codeAt(i - 1),
                codeAt(next),
                alone ? Literal.Form.DOCSTRING : Literal.Form.UNKNOWN));
        return next;
    }

    private int behindExpression(int from, int to) {
        int depth = 0;
        int i = from;
        for (; i < to; i++) {
            Token token = tokens.get(i);
            if (depth == 0 && (token.is("+") || ENDS.contains(token.code()) || token.kind() == Token.Kind.BREAK)) {
                return i;
            }
            if (token.is("(") || token.is("[") || token.is("{")) {
                depth++;
            } else if (token.is(")") || token.is("]") || token.is("}")) {
                depth--;
            }
        }
        return i;
    }

    private boolean isBreak(int i) {
        return i < 0 || i >= tokens.size() || tokens.get(i).kind() == Token.Kind.BREAK;
    }

    private String codeAt(int i) {
        return i < 0 || i >= tokens.size() ? "" : tokens.get(i).code();
    }
}
