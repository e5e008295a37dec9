-- The functions go, and current_tenant_id has its caller's search path again. A trigger or a view that calls one stops it.
DROP FUNCTION IF EXISTS mcp.create_monthly_partitions(TEXT, DATE, DATE);
DROP FUNCTION IF EXISTS mcp.missing_monthly_partitions(TEXT, DATE, DATE);
DROP FUNCTION IF EXISTS mcp.refresh_cost_analytics();
DROP FUNCTION IF EXISTS mcp.audit_trigger_function();
DROP FUNCTION IF EXISTS mcp.validate_workflow_steps();
DROP FUNCTION IF EXISTS mcp.validate_workflow_steps(JSONB);
DROP FUNCTION IF EXISTS mcp.validate_api_key_scope(TEXT[], TEXT);
DROP FUNCTION IF EXISTS mcp.jsonb_merge_recursive(JSONB, JSONB);
DROP FUNCTION IF EXISTS mcp.validate_jsonb_keys(JSONB, TEXT[]);
DROP FUNCTION IF EXISTS mcp.update_embedding_statistics(UUID);
DROP FUNCTION IF EXISTS mcp.update_content_tsvector();
DROP FUNCTION IF EXISTS mcp.insert_embedding(UUID, TEXT, DOUBLE PRECISION[], TEXT, UUID, JSONB, TEXT, TEXT, TEXT);
DROP FUNCTION IF EXISTS mcp.search_embeddings(public.vector, TEXT, UUID, UUID, INTEGER, DOUBLE PRECISION, JSONB);
DROP FUNCTION IF EXISTS mcp.get_available_models(TEXT);
DROP FUNCTION IF EXISTS mcp.reciprocal_rank_fusion(UUID[], UUID[], INTEGER);
DROP FUNCTION IF EXISTS mcp.bm25_score(DOUBLE PRECISION, BIGINT, BIGINT, INTEGER, DOUBLE PRECISION, DOUBLE PRECISION, DOUBLE PRECISION);
ALTER FUNCTION mcp.current_tenant_id() RESET search_path;
