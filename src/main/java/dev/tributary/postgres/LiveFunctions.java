package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.postgres.LiveStep.Weight;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The steps that make functions; see {@link LiveSteps}. */
public final class LiveFunctions {
    private static final Pattern FORM =
            Pattern.compile("CREATE FUNCTION mcp\\.(\\w+)\\s*\\(.*\\$body\\$(.*)\\$body\\$", Pattern.DOTALL);
    /** A body as the catalog digests it: layout does not matter. */
    private static final String LIVE_DIGEST = "md5(regexp_replace(btrim(p.prosrc, E' \\n\\t\\r'), '\\s+', ' ', 'g'))";

    private LiveFunctions() {}

    /**
     * The functions that a file below {@code db/mcp/functions} creates, each made when it is missing. A function of one of their
     * names with another body is somebody's work: it refuses, and is not replaced.
     *
     * @param file its name; every statement has the form {@code CREATE FUNCTION mcp.name(..) .. AS $body$ .. $body$}
     */
    public static List<LiveStep> functions(String file) {
        List<Made> all = SqlScript.split(InitialSchema.text("/db/mcp/functions/" + file)).stream()
                .map(Made::of)
                .toList();
        List<LiveStep> steps = new ArrayList<>();
        for (String name : all.stream().map(Made::name).distinct().toList()) {
            List<String> digests = all.stream()
                    .filter(each -> each.name().equals(name))
                    .map(each -> Identifier.literal(each.digest()))
                    .toList();
            steps.add(new LiveStep.Refuse(
                    "compare the function " + name,
                    "true",
                    """
                    SELECT format('%%s.%%s(%%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
                           format('ALTER FUNCTION %%I.%%I(%%s) RENAME TO %%I;', n.nspname, p.proname,
                                  pg_get_function_identity_arguments(p.oid), p.proname || '_before')
                    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
                    WHERE n.nspname = 'mcp' AND p.proname = %s AND %s NOT IN (%s)
                    ORDER BY 1""".formatted(Identifier.literal(name), LIVE_DIGEST, String.join(", ", digests)),
                    "a function exists and is not what it should be",
                    "somebody made it before, and what it does is not known; it is not replaced",
                    "rename it; triggers that call it go on calling it:"));
        }
        all.forEach(each -> steps.add(each.step()));
        return List.copyOf(steps);
    }

    /** Gives a function that has none a search path of its own, so that its caller's cannot put other objects in its way. */
    public static LiveStep fixSearchPath(String function) {
        return new LiveStep.Once(
                "fix the search path of " + function,
                Weight.BLOCKS_NOBODY,
                List.of(),
                "EXISTS (SELECT FROM pg_proc WHERE oid = to_regprocedure("
                        + Identifier.literal(LiveSteps.qualified(function))
                        + ") AND EXISTS (SELECT FROM unnest(proconfig) AS s WHERE s LIKE 'search_path=%'))",
                List.of("ALTER FUNCTION " + LiveSteps.qualified(function)
                        + " SET search_path = pg_catalog, mcp, pg_temp"));
    }

    /** One function of the file. */
    private record Made(String name, String digest, String sql) {
        static Made of(String sql) {
            Matcher matcher = FORM.matcher(sql);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("not the statement of a function: "
                        + sql.lines().findFirst().orElse(""));
            }
            return new Made(matcher.group(1), md5(matcher.group(2).strip().replaceAll("\\s+", " ")), sql);
        }

        LiveStep step() {
            String there =
                    "EXISTS (SELECT FROM pg_proc AS p WHERE p.pronamespace = to_regnamespace('mcp') AND p.proname = "
                            + Identifier.literal(name) + " AND " + LIVE_DIGEST + " = " + Identifier.literal(digest)
                            + " AND EXISTS (SELECT FROM unnest(p.proconfig) AS s WHERE s LIKE 'search_path=%') AND p.prosecdef = "
                            + sql.contains(" SECURITY DEFINER ") + ")";
            return new LiveStep.Once(
                    "create the function " + name,
                    Weight.BLOCKS_NOBODY,
                    List.of(),
                    there,
                    List.of(sql.replaceFirst("^CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")));
        }

        private static String md5(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
                return String.format("%032x", new BigInteger(1, digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has MD5", e);
            }
        }
    }
}
