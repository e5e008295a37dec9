-- The four tables take their older shape again, with their rows. The new key of embedding_cache was built before, while
-- others wrote; the tables of settings are small. An agent keeps one configuration: its newest one that is active.
LOCK TABLE mcp.tenant_config, mcp.agent_configs, mcp.embedding_cache, mcp.embedding_metrics IN ACCESS EXCLUSIVE MODE;
SELECT 'mcp.tenant_config with values in the columns of version 007', count(*)
  FROM mcp.tenant_config
 WHERE rate_limit_config <> '{}' OR service_tokens <> '{}' OR allowed_origins <> '{}'
UNION ALL
SELECT 'mcp.agent_configs beside the one that an agent keeps', count(*) - count(DISTINCT agent_id)
  FROM mcp.agent_configs
UNION ALL
SELECT 'mcp.agent_configs with values in the columns of version 007', count(*)
  FROM mcp.agent_configs
 WHERE version <> 1 OR embedding_strategy IS DISTINCT FROM 'balanced' OR model_preferences <> '[]'
    OR constraints <> '{}' OR fallback_behavior <> '{}' OR limits <> '{}' OR NOT is_active OR created_by IS NOT NULL
UNION ALL
SELECT 'mcp.embedding_cache with metadata, or an embedding of another dimension than 1536', count(*)
  FROM mcp.embedding_cache
 WHERE metadata <> '{}' OR embedding IS NOT NULL AND vector IS NULL
UNION ALL
SELECT 'mcp.embedding_metrics with an agent, an error message or a success of their own', count(*)
  FROM mcp.embedding_metrics
 WHERE agent_id IS NOT NULL OR error_message IS NOT NULL
    OR success IS DISTINCT FROM (coalesce(error_count, 0) = 0);
DROP TRIGGER IF EXISTS keep_metrics_in_step ON mcp.embedding_metrics;
DROP FUNCTION IF EXISTS mcp.embedding_metrics_keep_metrics_in_step();
ALTER TABLE mcp.embedding_metrics
  DROP COLUMN IF EXISTS error_message,
  DROP COLUMN IF EXISTS success,
  DROP COLUMN IF EXISTS batch_size,
  DROP COLUMN IF EXISTS latency_ms,
  DROP COLUMN IF EXISTS cost_usd,
  DROP COLUMN IF EXISTS tokens_used,
  DROP COLUMN IF EXISTS agent_id;
DROP TRIGGER IF EXISTS keep_vectors_in_step ON mcp.embedding_cache;
DROP TRIGGER IF EXISTS keep_counters_in_step ON mcp.embedding_cache;
DROP FUNCTION IF EXISTS mcp.embedding_cache_keep_vectors_in_step();
DROP FUNCTION IF EXISTS mcp.embedding_cache_keep_counters_in_step();
ALTER TABLE mcp.embedding_cache
  DROP CONSTRAINT embedding_cache_pkey,
  DROP CONSTRAINT embedding_cache_content_hash_model_id_key,
  ADD CONSTRAINT embedding_cache_pkey PRIMARY KEY USING INDEX embedding_cache_former_pkey,
  DROP CONSTRAINT IF EXISTS embedding_cache_dimensions_check,
  DROP COLUMN IF EXISTS last_accessed,
  DROP COLUMN IF EXISTS access_count,
  DROP COLUMN IF EXISTS metadata,
  DROP COLUMN IF EXISTS embedding,
  DROP COLUMN IF EXISTS id;
DELETE FROM mcp.agent_configs AS one
 USING mcp.agent_configs AS kept
 WHERE kept.agent_id = one.agent_id
   AND (kept.is_active, kept.version) > (one.is_active, one.version);
ALTER TABLE mcp.agent_configs
  DROP CONSTRAINT agent_configs_pkey,
  DROP CONSTRAINT agent_configs_agent_id_version_key,
  ADD CONSTRAINT agent_configs_pkey PRIMARY KEY (agent_id),
  DROP CONSTRAINT IF EXISTS agent_configs_version_check,
  DROP CONSTRAINT IF EXISTS agent_configs_embedding_strategy_check,
  DROP COLUMN IF EXISTS limits,
  DROP COLUMN IF EXISTS created_by,
  DROP COLUMN IF EXISTS is_active,
  DROP COLUMN IF EXISTS fallback_behavior,
  DROP COLUMN IF EXISTS constraints,
  DROP COLUMN IF EXISTS model_preferences,
  DROP COLUMN IF EXISTS embedding_strategy,
  DROP COLUMN IF EXISTS version,
  DROP COLUMN IF EXISTS id;
ALTER TABLE mcp.tenant_config
  DROP CONSTRAINT tenant_config_pkey,
  DROP CONSTRAINT tenant_config_tenant_id_key,
  ADD CONSTRAINT tenant_config_pkey PRIMARY KEY (tenant_id),
  DROP COLUMN IF EXISTS allowed_origins,
  DROP COLUMN IF EXISTS service_tokens,
  DROP COLUMN IF EXISTS rate_limit_config,
  DROP COLUMN IF EXISTS id;
