package dev.tributary.catalog;

/**
 * The query behind {@link PostgresCatalog}: one statement, so that everything in it is of one moment.
 *
 * @see <a href="https://www.postgresql.org/docs/17/catalogs.html">PostgreSQL: system catalogs</a>
 */
final class PostgresCatalogQuery {
    /** Returns kind, table, name, definition. Its parameter is the schema's name. */
    static final String TEXT = """
            WITH target AS (
              SELECT oid, nspname, nspacl FROM pg_catalog.pg_namespace WHERE nspname = ?
            ), relations AS (
              SELECT c.* FROM pg_catalog.pg_class c JOIN target ON c.relnamespace = target.oid
            ), functions AS (
              SELECT p.*, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS named
                FROM pg_catalog.pg_proc p JOIN target ON p.pronamespace = target.oid
               WHERE p.prokind IN ('f', 'p')
                 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                                  WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
            ), tables AS (
              SELECT * FROM relations WHERE relkind IN ('r', 'p') AND NOT relispartition
            ), indexed AS (
              SELECT * FROM tables UNION ALL SELECT * FROM relations WHERE relkind = 'm'
            )
            SELECT 'schema', '', nspname, 'present' FROM target
            UNION ALL
            SELECT 'extension', '', e.extname, 'in schema ' || n.nspname
              FROM pg_catalog.pg_extension e
              JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname <> 'plpgsql'
            UNION ALL
            SELECT 'enum', '', t.typname,
                   (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                      FROM pg_catalog.pg_enum WHERE enumtypid = t.oid)
              FROM pg_catalog.pg_type t JOIN target ON t.typnamespace = target.oid
             WHERE t.typtype = 'e'
            UNION ALL
            SELECT 'function', '', p.named,
                   'RETURNS ' || pg_get_function_result(p.oid) || ' LANGUAGE ' || l.lanname
                   || CASE p.provolatile WHEN 'i' THEN ' IMMUTABLE' WHEN 's' THEN ' STABLE' ELSE ' VOLATILE' END
                   || CASE WHEN p.prosecdef THEN ' SECURITY DEFINER' ELSE '' END
                   || coalesce(' SET ' || array_to_string(p.proconfig, ', '), '')
              FROM functions p
              JOIN pg_catalog.pg_language l ON l.oid = p.prolang
            UNION ALL
            SELECT 'body', '', named, 'md5 ' || md5(regexp_replace(btrim(prosrc, E' \\n\\t\\r'), '\\s+', ' ', 'g')) FROM functions
            UNION ALL
            SELECT 'table', '', relname,
                   CASE relkind WHEN 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(oid) ELSE 'ordinary' END
              FROM tables
            UNION ALL
            SELECT 'column', t.relname, a.attname,
                   format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                   || CASE WHEN a.attidentity <> '' THEN ' GENERATED AS IDENTITY' ELSE '' END
                   || coalesce(CASE WHEN a.attgenerated <> '' THEN ' GENERATED ALWAYS AS ' ELSE ' DEFAULT ' END
                               || pg_get_expr(d.adbin, d.adrelid), '')
              FROM tables t
              JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
            UNION ALL
            SELECT 'constraint', t.relname, c.conname, pg_get_constraintdef(c.oid)
              FROM tables t
              JOIN pg_catalog.pg_constraint c ON c.conrelid = t.oid
             WHERE c.contype IN ('p', 'u', 'c', 'f', 'x') AND c.conparentid = 0
            UNION ALL
            SELECT 'partition', parent.relname, child.relname, pg_get_expr(child.relpartbound, child.oid)
              FROM tables parent
              JOIN pg_catalog.pg_inherits i ON i.inhparent = parent.oid
              JOIN pg_catalog.pg_class child ON child.oid = i.inhrelid
             WHERE child.relispartition
            UNION ALL
            SELECT 'index', t.relname, c.relname,
                   replace(regexp_replace(pg_get_indexdef(c.oid), ' WITH \\([^)]*\\)', ''), ' ON ONLY ', ' ON ')
                   || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
              FROM indexed t
              JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
             WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
                                WHERE conindid = c.oid AND conrelid = t.oid AND contype IN ('p', 'u', 'x'))
            UNION ALL
            SELECT 'trigger', t.relname, g.tgname,
                   pg_get_triggerdef(g.oid)
                   || CASE g.tgenabled WHEN 'O' THEN '' WHEN 'D' THEN ' DISABLED' ELSE ' ENABLED AS ' || g.tgenabled::text END
              FROM tables t
              JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.oid
             WHERE NOT g.tgisinternal AND g.tgparentid = 0
            UNION ALL
            SELECT 'row_security', '', relname, 'enabled' FROM tables WHERE relrowsecurity
            UNION ALL
            SELECT 'policy', t.relname, p.polname,
                   CASE p.polpermissive WHEN true THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END
                   || ' FOR ' || CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT'
                                               WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END
                   || ' TO ' || (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(r) END, ', ')
                                   FROM unnest(p.polroles) AS r)
                   || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
                   || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
              FROM tables t
              JOIN pg_catalog.pg_policy p ON p.polrelid = t.oid
            UNION ALL
            SELECT 'view', '', relname,
                   CASE relkind WHEN 'm' THEN 'MATERIALIZED ' ELSE '' END
                   || coalesce('WITH (' || array_to_string(reloptions, ', ') || ') ', '') || pg_get_viewdef(oid)
              FROM relations WHERE relkind IN ('v', 'm')
            UNION ALL
            SELECT 'grant', '', nspname, grants.text || ' TO PUBLIC'
              FROM target,
                   LATERAL (SELECT string_agg(privilege_type, ', ' ORDER BY privilege_type) AS text
                              FROM aclexplode(nspacl) WHERE grantee = 0) AS grants
             WHERE grants.text IS NOT NULL
            UNION ALL
            SELECT 'grant', '', r.relname, grants.text || ' TO PUBLIC'
              FROM relations r,
                   LATERAL (SELECT string_agg(privilege_type, ', ' ORDER BY privilege_type) AS text
                              FROM aclexplode(r.relacl) WHERE grantee = 0) AS grants
             WHERE r.relkind IN ('r', 'p', 'v', 'm') AND grants.text IS NOT NULL
            """;

    private PostgresCatalogQuery() {}
}
