package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The roles of a server that a copy of one of its databases needs elsewhere. Reads only what everybody may read. */
public final class Roles {
    private static final String NEEDED = """
            SELECT DISTINCT r.rolname FROM pg_catalog.pg_shdepend AS d JOIN pg_catalog.pg_roles AS r ON r.oid = d.refobjid
            WHERE d.refclassid = 'pg_catalog.pg_authid'::regclass AND d.deptype IN ('a', 'r')
              AND d.dbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) ORDER BY 1""";

    /** In words of SQL, so that the server that they run on does the quoting; superusers first, as they may own all. */
    private static final String MAKING = """
            SELECT format('CREATE ROLE %I %s %s %s %s %s', rolname,
                          CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'NOSUPERUSER' END,
                          CASE WHEN rolbypassrls THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
                          CASE WHEN rolcreatedb THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
                          CASE WHEN rolcreaterole THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
                          CASE WHEN rolinherit THEN 'INHERIT' ELSE 'NOINHERIT' END)
            FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> 'postgres' ORDER BY rolname""";

    private static final String JOINING = """
            SELECT DISTINCT format('GRANT %I TO %I WITH INHERIT %s, SET %s', g.rolname, m.rolname,
                                   upper(a.inherit_option::text), upper(a.set_option::text))
            FROM pg_catalog.pg_auth_members AS a JOIN pg_catalog.pg_roles AS g ON g.oid = a.roleid
              JOIN pg_catalog.pg_roles AS m ON m.oid = a.member WHERE m.rolname !~ '^pg_' ORDER BY 1""";

    /** Parameters: twice the other database, quoted, and the one that it is to be like. */
    private static final String LIKE = """
            SELECT format('ALTER DATABASE %s OWNER TO %I', o.quoted, pg_get_userbyid(d.datdba))
            FROM (SELECT ?::text AS quoted) AS o, pg_catalog.pg_database AS d WHERE d.datname = ?
            UNION ALL
            SELECT unnest(array_prepend(format('REVOKE ALL ON DATABASE %s FROM PUBLIC', o.quoted), array_agg(
                       format('GRANT %s ON DATABASE %s TO %s%s', a.privilege_type, o.quoted,
                              CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                              CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END))))
            FROM (SELECT ?::text AS quoted) AS o, pg_catalog.pg_database AS d, aclexplode(d.datacl) AS a
            WHERE d.datname = ? GROUP BY o.quoted""";

    private Roles() {}

    /** Those that something in this database is granted to, or that a policy names, and that the other server lacks. */
    public static List<String> missing(Connection database, Connection other) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (PreparedStatement query =
                other.prepareStatement("SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = ?")) {
            for (String role : Query.texts(database, NEEDED)) {
                query.setString(1, role);
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    if (row.getInt(1) == 0) {
                        missing.add(role);
                    }
                }
            }
        }
        return missing;
    }

    /** Statements that make all roles of this server on an empty one: nobody can log in as one of them. */
    public static List<String> making(Connection database) throws SQLException {
        List<String> statements = new ArrayList<>(Query.texts(database, MAKING));
        statements.addAll(Query.texts(database, JOINING));
        return statements;
    }

    /** Statements that give another database the owner and the privileges of one of this server. */
    public static List<String> database(Connection server, String name, String other) throws SQLException {
        List<String> statements = new ArrayList<>();
        try (PreparedStatement query = server.prepareStatement(LIKE)) {
            query.setString(1, Identifier.quote(other));
            query.setString(2, name);
            query.setString(3, Identifier.quote(other));
            query.setString(4, name);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    statements.add(row.getString(1));
                }
            }
        }
        return statements;
    }
}
