package dev.tributary.safety;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL database and a role, as the driver and PostgreSQL's own programs find it. It never prints its password. */
public final class PgDatabase {
    private static final String JDBC = "jdbc:";
    private static final String SCHEME = "jdbc:postgresql://";

    /** What the programs understand of a JDBC URL; the driver's other parameters are its own affair. */
    private static final List<String> SHARED = List.of("sslmode=", "sslcert=", "sslkey=", "sslrootcert=");

    private final String url;
    private final String user;
    private final Optional<String> password;

    /**
     * A database.
     *
     * @param url of the form {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?PARAMETERS]}, without a password
     */
    public PgDatabase(String url, String user, Optional<String> password) {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("not the URL of a PostgreSQL database: " + url);
        }
        this.url = url;
        this.user = user;
        this.password = password;
    }

    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    /** Its name; where the URL has none, it is the role's, as the driver takes it. */
    public String name() {
        int slash = url.indexOf('/', SCHEME.length());
        int question = url.indexOf('?');
        String name = slash < 0 ? "" : url.substring(slash + 1, question < 0 ? url.length() : question);
        return name.isEmpty() ? user : URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    Optional<String> password() {
        return password;
    }

    /** Another database of the same server. */
    public PgDatabase named(String database) {
        int slash = url.indexOf('/', SCHEME.length());
        int question = url.indexOf('?');
        int end = slash >= 0 ? slash : question >= 0 ? question : url.length();
        String name =
                URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20"); // libpq takes a plus literally
        return new PgDatabase(
                url.substring(0, end) + "/" + name + (question < 0 ? "" : url.substring(question)), user, password);
    }

    /** The same database for another role. */
    public PgDatabase as(String role, Optional<String> itsPassword) {
        return new PgDatabase(url, role, itsPassword);
    }

    /** Connections to it. */
    public PGSimpleDataSource dataSource() {
        return configured(new PGSimpleDataSource());
    }

    /** Connections on which the server refuses every write. */
    public DataSource readOnly() {
        return configured(new PGSimpleDataSource() {
            @Override
            public Connection getConnection(String role, String secret) throws SQLException {
                Connection connection = super.getConnection(role, secret);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET default_transaction_read_only = on");
                } catch (SQLException e) {
                    connection.close();
                    throw e;
                }
                return connection;
            }
        });
    }

    private PGSimpleDataSource configured(PGSimpleDataSource source) {
        copyTo(source);
        return source;
    }

    /** Lets a data source connect to this database. */
    public void copyTo(PGSimpleDataSource source) {
        source.setUrl(url);
        source.setUser(user);
        source.setApplicationName("tributary");
        password.ifPresent(source::setPassword);
    }

    /** The same database as libpq writes it, without role and password. */
    String uri() {
        String plain = url.substring(JDBC.length());
        int question = plain.indexOf('?');
        if (question < 0) {
            return plain;
        }
        List<String> all = Arrays.asList(plain.substring(question + 1).split("&"));
        List<String> kept = all.stream()
                .filter(each -> SHARED.stream().anyMatch(each::startsWith))
                .collect(Collectors.toCollection(ArrayList::new));
        // to the driver, ssl alone means that the server must prove who it is
        if (kept.stream().noneMatch(each -> each.startsWith("sslmode="))
                && all.stream().anyMatch(each -> each.equals("ssl") || each.equals("ssl=true"))) {
            kept.add("sslmode=verify-full");
        }
        return plain.substring(0, question) + (kept.isEmpty() ? "" : "?" + String.join("&", kept));
    }

    /** Where it is and as whom it is used. */
    @Override
    public String toString() {
        int question = url.indexOf('?');
        return (question < 0 ? url : url.substring(0, question)).substring(SCHEME.length()) + " as " + user;
    }
}
