-- The functions that were lost when the migrations were folded into one; current_tenant_id is in the initial schema.
-- Each has a search path of its own: a caller's cannot put another table or operator under its names. A changed body is a new
-- version: V008 refuses where a function of that name has another one.

-- How well a document answers one term (Okapi BM25, with the idf that is never negative). NULL where an argument is.
CREATE FUNCTION mcp.bm25_score(
  term_freq      DOUBLE PRECISION,
  doc_freq       BIGINT,
  total_docs     BIGINT,
  doc_length     INTEGER,
  avg_doc_length DOUBLE PRECISION,
  k1             DOUBLE PRECISION DEFAULT 1.2,
  b              DOUBLE PRECISION DEFAULT 0.75
) RETURNS DOUBLE PRECISION
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
  df        DOUBLE PRECISION;
  len_ratio DOUBLE PRECISION;
BEGIN
  IF k1 < 0 OR b < 0 OR b > 1 THEN
    RAISE EXCEPTION 'bm25_score: k1 is %, b is %; k1 must not be negative, and b lies between 0 and 1', k1, b
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF term_freq <= 0 OR total_docs <= 0 THEN
    RETURN 0;
  END IF;
  -- statistics are older than the documents: more documents with the term than documents would be a negative idf
  df := least(greatest(doc_freq, 0), total_docs);
  -- without a length there is nothing to weigh it by
  len_ratio := CASE WHEN avg_doc_length > 0 THEN greatest(doc_length, 0) / avg_doc_length ELSE 1 END;
  RETURN ln(1 + (total_docs - df + 0.5) / (df + 0.5)) * term_freq * (k1 + 1) / (term_freq + k1 * (1 - b + b * len_ratio));
END
$body$;

-- Two rankings become one, best first: 1 / (k + rank) of each list in which an id is, added up. An id that a list names twice
-- counts at its first place; equal scores are ordered by id. A NULL list is an empty one.
CREATE FUNCTION mcp.reciprocal_rank_fusion(vector_ids UUID[], keyword_ids UUID[], k INTEGER DEFAULT 60)
RETURNS TABLE (id UUID, score DOUBLE PRECISION)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
  IF k IS NULL OR k < 0 THEN
    RAISE EXCEPTION 'reciprocal_rank_fusion: k is %, and must not be negative', k USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    SELECT ranked.item, sum(1.0::DOUBLE PRECISION / (k + ranked.place))
    FROM (SELECT v.item, min(v.place) AS place FROM unnest(vector_ids) WITH ORDINALITY AS v (item, place) GROUP BY v.item
          UNION ALL
          SELECT w.item, min(w.place) FROM unnest(keyword_ids) WITH ORDINALITY AS w (item, place) GROUP BY w.item) AS ranked
    WHERE ranked.item IS NOT NULL
    GROUP BY ranked.item
    ORDER BY 2 DESC, 1;
END
$body$;

-- The models that may be used, by provider and name.
CREATE FUNCTION mcp.get_available_models(p_provider TEXT DEFAULT NULL)
RETURNS TABLE (id UUID, provider TEXT, model_name TEXT, dimensions INTEGER, max_tokens INTEGER, cost_per_token NUMERIC, capabilities JSONB)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
  SELECT m.id, m.provider::TEXT, m.model_name::TEXT, m.dimensions, m.max_tokens, m.cost_per_token, m.capabilities
  FROM mcp.embedding_models AS m
  WHERE m.is_active AND (p_provider IS NULL OR m.provider = p_provider)
  ORDER BY m.provider, m.model_name
$body$;

-- The nearest embeddings of one tenant and one model by cosine, best first. Exact: it orders by the similarity and not by the
-- distance, so no approximate index can leave a row out. Row-level security holds for whoever calls it.
CREATE FUNCTION mcp.search_embeddings(
  p_query_embedding public.vector,
  p_model_name      TEXT,
  p_tenant_id       UUID,
  p_context_id      UUID DEFAULT NULL,
  p_limit           INTEGER DEFAULT 10,
  p_threshold       DOUBLE PRECISION DEFAULT 0.0,
  p_metadata_filter JSONB DEFAULT NULL
) RETURNS TABLE (id UUID, context_id UUID, content TEXT, similarity DOUBLE PRECISION, metadata JSONB, model_provider TEXT)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
  wanted INTEGER;
BEGIN
  SELECT max(m.dimensions) INTO wanted FROM mcp.embedding_models AS m WHERE m.model_name = p_model_name AND m.is_active;
  IF wanted IS NULL THEN
    RAISE EXCEPTION 'search_embeddings: there is no active model %', p_model_name USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF vector_dims(p_query_embedding) <> wanted THEN
    RAISE EXCEPTION 'search_embeddings: the query has % dimensions, and % has %', vector_dims(p_query_embedding), p_model_name, wanted
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY
    SELECT found.id, found.context_id, found.content, found.similarity, found.metadata, found.provider
    FROM (SELECT e.id, e.context_id, e.content, 1 - (e.vector <=> p_query_embedding) AS similarity, e.metadata, m.provider::TEXT AS provider
          FROM mcp.embeddings AS e
          JOIN mcp.embedding_models AS m ON m.id = e.model_id AND m.model_name = p_model_name AND m.is_active
          WHERE e.tenant_id = p_tenant_id
            AND e.vector IS NOT NULL
            AND (p_context_id IS NULL OR e.context_id = p_context_id)
            AND (p_metadata_filter IS NULL OR e.metadata @> p_metadata_filter)) AS found
    WHERE found.similarity >= coalesce(p_threshold, 0.0)
      AND found.similarity <> 'NaN' -- a vector of zeros is near to nothing
    ORDER BY found.similarity DESC, found.id
    LIMIT p_limit;
END
$body$;

-- Stores an embedding, and returns its row. The same content of the same tenant and model is one row: its vector is replaced,
-- its metadata joined. Wrong dimensions, an unknown model, and a name that two providers share are refused.
CREATE FUNCTION mcp.insert_embedding(
  p_context_id UUID,
  p_content    TEXT,
  p_embedding  DOUBLE PRECISION[],
  p_model_name TEXT,
  p_tenant_id  UUID,
  p_metadata   JSONB DEFAULT '{}',
  p_agent_id   TEXT DEFAULT NULL,
  p_task_type  TEXT DEFAULT NULL,
  p_provider   TEXT DEFAULT NULL
) RETURNS UUID
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public, pg_temp AS $body$
DECLARE
  models INTEGER;
  model  mcp.embedding_models;
  made   UUID;
BEGIN
  SELECT count(*) INTO models FROM mcp.embedding_models AS m
  WHERE m.model_name = p_model_name AND m.is_active AND (p_provider IS NULL OR m.provider = p_provider);
  IF models <> 1 THEN
    RAISE EXCEPTION 'insert_embedding: % active models are called %; name one, and its provider where several have it', models, p_model_name
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  SELECT m.* INTO model FROM mcp.embedding_models AS m
  WHERE m.model_name = p_model_name AND m.is_active AND (p_provider IS NULL OR m.provider = p_provider);
  IF coalesce(array_length(p_embedding, 1), 0) <> model.dimensions THEN
    RAISE EXCEPTION 'insert_embedding: the embedding has % dimensions, and % has %',
      coalesce(array_length(p_embedding, 1), 0), p_model_name, model.dimensions USING ERRCODE = 'invalid_parameter_value';
  END IF;
  INSERT INTO mcp.embeddings AS e
    (tenant_id, context_id, model_id, content_hash, content, vector, normalized_embedding, metadata, agent_id, task_type)
  VALUES
    (p_tenant_id, p_context_id, model.id, encode(sha256(convert_to(p_content, 'UTF8')), 'hex'), p_content,
     p_embedding::vector, l2_normalize(p_embedding::vector), coalesce(p_metadata, '{}'), p_agent_id, p_task_type)
  ON CONFLICT (tenant_id, content_hash, model_id) DO UPDATE
    SET vector               = EXCLUDED.vector,
        normalized_embedding = EXCLUDED.normalized_embedding,
        context_id           = coalesce(EXCLUDED.context_id, e.context_id),
        metadata             = coalesce(e.metadata, '{}') || EXCLUDED.metadata,
        agent_id             = coalesce(EXCLUDED.agent_id, e.agent_id),
        task_type            = coalesce(EXCLUDED.task_type, e.task_type)
  RETURNING e.id INTO made;
  RETURN made;
END
$body$;

-- For a trigger before each row of embeddings: what a full-text search needs is computed from the content.
CREATE FUNCTION mcp.update_content_tsvector() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  BEGIN
    NEW.content_tsvector := to_tsvector('english', coalesce(NEW.content, ''));
  EXCEPTION WHEN program_limit_exceeded THEN
    NEW.content_tsvector := ''; -- more words than a tsvector can hold: not found by its words, but written
  END;
  SELECT coalesce(jsonb_object_agg(t.lexeme, cardinality(t.positions)), '{}'), coalesce(sum(cardinality(t.positions)), 0)
    INTO NEW.term_frequencies, NEW.document_length
  FROM unnest(NEW.content_tsvector) AS t;
  RETURN NEW;
END
$body$;

-- Counts one tenant's documents, their length and the documents that have each term, for bm25_score. Its collection is the tenant.
CREATE FUNCTION mcp.update_embedding_statistics(p_tenant_id UUID) RETURNS VOID
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
  WITH documents AS MATERIALIZED (
    SELECT e.id, coalesce(e.content_tsvector, to_tsvector('english', e.content)) AS terms
    FROM mcp.embeddings AS e WHERE e.tenant_id = p_tenant_id
  ), lengths AS (
    SELECT d.id, (SELECT coalesce(sum(cardinality(t.positions)), 0) FROM unnest(d.terms) AS t) AS length FROM documents AS d
  ), counted AS (
    SELECT t.lexeme, count(*) AS documents FROM documents AS d, unnest(d.terms) AS t GROUP BY t.lexeme
  )
  INSERT INTO mcp.embedding_statistics (collection_id, total_documents, avg_document_length, term_document_counts, last_updated)
  SELECT p_tenant_id::TEXT,
         (SELECT count(*) FROM lengths),
         (SELECT coalesce(avg(length), 0)::DOUBLE PRECISION FROM lengths),
         (SELECT coalesce(jsonb_object_agg(lexeme, documents), '{}') FROM counted),
         CURRENT_TIMESTAMP
  WHERE p_tenant_id IS NOT NULL
  ON CONFLICT (collection_id) DO UPDATE
    SET total_documents      = EXCLUDED.total_documents,
        avg_document_length  = EXCLUDED.avg_document_length,
        term_document_counts = EXCLUDED.term_document_counts,
        last_updated         = EXCLUDED.last_updated
$body$;

-- Whether this is a JSON object that has all of these keys at its top. NULL, arrays and scalars have none.
CREATE FUNCTION mcp.validate_jsonb_keys(data JSONB, required_keys TEXT[]) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
  SELECT coalesce(jsonb_typeof(data) = 'object' AND jsonb_exists_all(data, coalesce(required_keys, '{}')), FALSE)
$body$;

-- Objects are merged at every depth; of two values that are not both objects the second wins, a JSON null too. Where one side is
-- missing (NULL), the other is the result.
CREATE FUNCTION mcp.jsonb_merge_recursive(target JSONB, source JSONB) RETURNS JSONB
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
  IF target IS NULL OR source IS NULL THEN
    RETURN coalesce(target, source);
  END IF;
  IF jsonb_typeof(target) <> 'object' OR jsonb_typeof(source) <> 'object' THEN
    RETURN source;
  END IF;
  RETURN target || coalesce(
    (SELECT jsonb_object_agg(s.key, CASE WHEN jsonb_exists(target, s.key) THEN mcp.jsonb_merge_recursive(target -> s.key, s.value)
                                         ELSE s.value END)
     FROM jsonb_each(source) AS s), '{}');
END
$body$;

-- Whether a key with these scopes may do what needs this one: the scope itself, '*', or a wildcard above it ('tasks:*' covers
-- 'tasks:read' and 'tasks:read:own'). No scopes, and no scope that is asked for, is no.
CREATE FUNCTION mcp.validate_api_key_scope(p_scopes TEXT[], p_required_scope TEXT) RETURNS BOOLEAN
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
  SELECT coalesce(p_required_scope <> '', FALSE)
     AND EXISTS (SELECT FROM unnest(p_scopes) AS s (scope)
                 WHERE s.scope = p_required_scope
                    OR s.scope = '*'
                    OR right(s.scope, 2) = ':*' AND starts_with(p_required_scope, left(s.scope, -1)))
$body$;

-- Whether this is a list of steps: objects with a type, and an id or a name, each id once; a step's own list of steps too.
CREATE FUNCTION mcp.validate_workflow_steps(steps JSONB) RETURNS BOOLEAN
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
  step JSONB;
  ids  TEXT[] := '{}';
BEGIN
  IF steps IS NULL OR jsonb_typeof(steps) <> 'array' THEN
    RETURN FALSE;
  END IF;
  FOR step IN SELECT value FROM jsonb_array_elements(steps) LOOP
    IF jsonb_typeof(step) <> 'object'
       OR coalesce(jsonb_typeof(step -> 'type') <> 'string' OR step ->> 'type' = '', TRUE)
       OR jsonb_exists(step, 'id') AND (jsonb_typeof(step -> 'id') <> 'string' OR step ->> 'id' = '')
       OR NOT jsonb_exists(step, 'id') AND coalesce(jsonb_typeof(step -> 'name') <> 'string' OR step ->> 'name' = '', TRUE)
       OR step ->> 'id' = ANY (ids)
       OR jsonb_exists(step, 'steps') AND NOT mcp.validate_workflow_steps(step -> 'steps') THEN
      RETURN FALSE;
    END IF;
    ids := ids || (step ->> 'id');
  END LOOP;
  RETURN TRUE;
END
$body$;

-- The same for a trigger before each row of workflows. Steps that were there before and are not changed may be what they are.
CREATE FUNCTION mcp.validate_workflow_steps() RETURNS TRIGGER
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.steps IS NOT DISTINCT FROM OLD.steps THEN
      RETURN NEW;
    END IF;
  END IF;
  IF NOT mcp.validate_workflow_steps(NEW.steps) THEN
    RAISE EXCEPTION 'the steps of the workflow % are not a list of objects with a type, and an id or a name, each id once', NEW.id
      USING ERRCODE = 'check_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, COLUMN = 'steps';
  END IF;
  RETURN NEW;
END
$body$;

-- For a trigger after each row: writes down who changed what. Who: app.actor_id (and app.actor_type), else the nil UUID of type
-- 'system'. Whose: the row's tenant, its workspace's, the session's, else the nil UUID. What goes wrong here is a warning in the
-- server's log and never stops the write.
CREATE FUNCTION mcp.audit_trigger_function() RETURNS TRIGGER
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, mcp, pg_temp AS $body$
DECLARE
  nobody   CONSTANT UUID := '00000000-0000-0000-0000-000000000000';
  was      JSONB;
  now_is   JSONB;
  the_row  JSONB;
  actor    UUID;
  tenant   UUID;
  metadata JSONB := jsonb_build_object('session_user', session_user);
BEGIN
  IF TG_OP <> 'INSERT' THEN
    was := to_jsonb(OLD);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    now_is := to_jsonb(NEW);
  END IF;
  the_row := coalesce(now_is, was);
  BEGIN
    actor := nullif(current_setting('app.actor_id', TRUE), '')::UUID;
  EXCEPTION WHEN invalid_text_representation THEN
    metadata := metadata || jsonb_build_object('malformed_actor_id', current_setting('app.actor_id', TRUE));
  END;
  tenant := (the_row ->> 'tenant_id')::UUID;
  IF tenant IS NULL AND the_row ->> 'workspace_id' IS NOT NULL THEN
    SELECT w.tenant_id INTO tenant FROM mcp.workspaces AS w WHERE w.id = (the_row ->> 'workspace_id')::UUID;
  END IF;
  INSERT INTO mcp.audit_log (tenant_id, entity_type, entity_id, action, actor_id, actor_type, changes, metadata)
  VALUES (coalesce(tenant, mcp.current_tenant_id(), nobody),
          -- of a partition, the table that the service knows
          (SELECT c.relname FROM pg_class AS c WHERE c.oid = coalesce(pg_partition_root(TG_RELID), TG_RELID)),
          (the_row ->> 'id')::UUID, lower(TG_OP),
          coalesce(actor, nobody),
          CASE WHEN actor IS NULL THEN 'system' ELSE coalesce(nullif(current_setting('app.actor_type', TRUE), ''), 'user') END,
          jsonb_build_object('old', was, 'new', now_is), metadata);
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RAISE WARNING 'mcp.audit_log has no row for this % of %: % (%)', TG_OP, TG_TABLE_NAME, SQLERRM, SQLSTATE;
  RETURN NULL;
END
$body$;

-- Brings both materialized views up to date while they are read. With the owner's rights, because only an owner may do it.
CREATE FUNCTION mcp.refresh_cost_analytics() RETURNS VOID
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, mcp, pg_temp AS $body$
BEGIN
  REFRESH MATERIALIZED VIEW CONCURRENTLY mcp.agent_cost_analytics;
  REFRESH MATERIALIZED VIEW CONCURRENTLY mcp.active_embedding_models;
END
$body$;

-- The months for which a table needs a partition and has none: from the one of p_from, or of the oldest partition that holds
-- anything, to the one of p_to; and every month of which there are rows in the default partition.
CREATE FUNCTION mcp.missing_monthly_partitions(p_table TEXT, p_from DATE, p_to DATE) RETURNS SETOF DATE
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET row_security = off SET datestyle = 'ISO, YMD' AS $body$
DECLARE
  parent     REGCLASS := to_regclass(format('mcp.%I', p_table));
  range_key  NAME;
  fallback   REGCLASS;
  in_default DATE[] := '{}';
BEGIN
  SELECT a.attname, nullif(p.partdefid, 0)::REGCLASS INTO range_key, fallback
  FROM pg_partitioned_table AS p JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
  WHERE p.partrelid = parent;
  IF fallback IS NOT NULL THEN
    EXECUTE format('SELECT coalesce(array_agg(DISTINCT date_trunc(''month'', %1$I)::DATE), ''{}'') FROM %2$s WHERE isfinite(%1$I)',
                   range_key, fallback) INTO in_default;
  END IF;
  RETURN QUERY
    WITH bounds AS MATERIALIZED (
      SELECT c.oid,
             coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']*)''\)')::TIMESTAMP, '-infinity') AS lower,
             coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']*)''\)')::TIMESTAMP, 'infinity') AS upper
      FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
      WHERE i.inhparent = parent AND c.oid IS DISTINCT FROM fallback
    ), wanted AS (
      SELECT generate_series(
               least(date_trunc('month', p_from::TIMESTAMP),
                     (SELECT min(date_trunc('month', b.lower)) FROM bounds AS b WHERE isfinite(b.lower) AND pg_relation_size(b.oid) > 0)),
               date_trunc('month', p_to::TIMESTAMP), '1 month') AS since
      UNION
      SELECT d::TIMESTAMP FROM unnest(in_default) AS d
    )
    SELECT w.since::DATE FROM wanted AS w
    WHERE NOT EXISTS (SELECT FROM bounds AS b WHERE b.lower <= w.since AND b.upper >= w.since + interval '1 month')
    ORDER BY 1;
END
$body$;

-- Makes the partitions of a table for the months from one day to another, and returns how many it made. Each is filled with its
-- rows from the default partition before it is attached, in the same transaction: no reader misses a row, and a task's history,
-- which would follow a deleted task, stays. Whoever calls it for many months does so month by month: what an ATTACH locks
-- is held until the commit.
CREATE FUNCTION mcp.create_monthly_partitions(p_table TEXT, p_from DATE, p_to DATE) RETURNS INTEGER
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET row_security = off SET datestyle = 'ISO, YMD' AS $body$
DECLARE
  parent      REGCLASS := to_regclass(format('mcp.%I', p_table));
  range_key   NAME;
  fallback    REGCLASS;
  since       TIMESTAMP;
  until       TIMESTAMP;
  partition   TEXT;
  covered     BOOLEAN;
  overlapping TEXT;
  in_month    TEXT;
  columns     TEXT;
  found       RECORD;
  referenced  BOOLEAN;
  moving      BOOLEAN;
  afterwards  TEXT[];
  statement   TEXT;
  made        INTEGER := 0;
BEGIN
  SELECT a.attname, nullif(p.partdefid, 0)::REGCLASS INTO range_key, fallback
  FROM pg_partitioned_table AS p JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
  WHERE p.partrelid = parent AND p.partstrat = 'r' AND p.partnatts = 1
    AND a.atttypid IN ('date'::REGTYPE, 'timestamp'::REGTYPE, 'timestamptz'::REGTYPE);
  IF range_key IS NULL THEN
    RAISE EXCEPTION 'create_monthly_partitions: mcp.% is not a table that is partitioned by ranges of one date', p_table
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF p_from IS NULL OR p_to IS NULL OR p_to < p_from OR NOT isfinite(p_from) OR NOT isfinite(p_to) THEN
    RAISE EXCEPTION 'create_monthly_partitions: from % to % are no months', p_from, p_to USING ERRCODE = 'invalid_parameter_value';
  END IF;
  FOR since IN SELECT generate_series(date_trunc('month', p_from::TIMESTAMP), date_trunc('month', p_to::TIMESTAMP), '1 month') LOOP
    until := since + interval '1 month';
    SELECT bool_or(b.lower <= since AND b.upper >= until), string_agg(b.name, ', ' ORDER BY b.name) INTO covered, overlapping
    FROM (SELECT c.oid::REGCLASS::TEXT AS name,
                 coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'FROM \(''([^'']*)''\)')::TIMESTAMP, '-infinity') AS lower,
                 coalesce(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([^'']*)''\)')::TIMESTAMP, 'infinity') AS upper
          FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
          WHERE i.inhparent = parent AND c.oid IS DISTINCT FROM fallback) AS b
    WHERE b.lower < until AND b.upper > since;
    CONTINUE WHEN covered;
    IF overlapping IS NOT NULL THEN
      RAISE EXCEPTION 'create_monthly_partitions: % of mcp.% is covered in part, by %', to_char(since, 'YYYY-MM'), p_table, overlapping
        USING HINT = 'make a partition for the rest of the month by hand';
    END IF;
    partition := p_table || to_char(since, '_YYYY_MM');
    IF to_regclass(format('mcp.%I', partition)) IS NOT NULL THEN
      RAISE EXCEPTION 'create_monthly_partitions: mcp.% exists and is not a partition of mcp.% for its month', partition, p_table
        USING HINT = format('rename it: ALTER TABLE mcp.%I RENAME TO %I', partition, partition || '_before');
    END IF;
    in_month := format('%1$I >= %2$L AND %1$I < %3$L', range_key, since, until);
    -- made beside the parent, with the check that spares ATTACH its scan: only vacuum and schema changes wait for that
    EXECUTE format('CREATE TABLE mcp.%I (LIKE mcp.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED INCLUDING STORAGE'
                   ' INCLUDING COMPRESSION, CONSTRAINT its_month CHECK (%I IS NOT NULL AND %s)) WITH (autovacuum_vacuum_scale_factor = 0.05,'
                   ' autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1)',
                   partition, p_table, range_key, in_month);
    afterwards := '{}';
    IF fallback IS NOT NULL THEN
      EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', fallback); -- ATTACH takes it too
      EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE %s)', fallback, in_month) INTO moving;
      IF moving THEN
        -- what refers to a moved row would be deleted with it, or would refuse: its foreign key rests meanwhile
        FOR found IN
          SELECT c.conname, c.conrelid, pg_get_constraintdef(c.oid) AS definition,
                 (SELECT string_agg(format('r.%I = d.%I', r.attname, d.attname), ' AND ')
                  FROM unnest(c.conkey, c.confkey) AS k (mine, theirs)
                  JOIN pg_attribute AS r ON r.attrelid = c.conrelid AND r.attnum = k.mine
                  JOIN pg_attribute AS d ON d.attrelid = c.confrelid AND d.attnum = k.theirs) AS matching
          FROM pg_constraint AS c WHERE c.contype = 'f' AND c.confrelid = parent AND c.conparentid = 0
        LOOP
          EXECUTE format('SELECT EXISTS (SELECT FROM %s AS r JOIN (SELECT * FROM %s WHERE %s) AS d ON %s WHERE r.tableoid <> %s)',
                         found.conrelid::REGCLASS, fallback, in_month, found.matching, fallback::OID) INTO referenced;
          IF referenced THEN
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', found.conrelid::REGCLASS, found.conname);
            afterwards := afterwards || format('ALTER TABLE %s ADD CONSTRAINT %I %s', found.conrelid::REGCLASS, found.conname, found.definition);
          END IF;
        END LOOP;
        -- to those who look at the table nothing happens, so its triggers have nothing to say
        FOR found IN SELECT t.tgname FROM pg_trigger AS t WHERE t.tgrelid = fallback AND NOT t.tgisinternal AND t.tgenabled = 'O' LOOP
          EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', fallback, found.tgname);
          afterwards := format('ALTER TABLE %s ENABLE TRIGGER %I', fallback, found.tgname) || afterwards;
        END LOOP;
        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
        FROM pg_attribute AS a WHERE a.attrelid = parent AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
        EXECUTE format('WITH moved AS (DELETE FROM %1$s WHERE %2$s RETURNING %3$s) INSERT INTO mcp.%4$I (%3$s) SELECT %3$s FROM moved',
                       fallback, in_month, columns, partition);
      END IF;
    END IF;
    EXECUTE format('ALTER TABLE mcp.%I ATTACH PARTITION mcp.%I FOR VALUES FROM (%L) TO (%L)', p_table, partition, since, until);
    EXECUTE format('ALTER TABLE mcp.%I DROP CONSTRAINT its_month', partition);
    FOREACH statement IN ARRAY afterwards LOOP
      EXECUTE statement;
    END LOOP;
    made := made + 1;
  END LOOP;
  RETURN made;
END
$body$;
