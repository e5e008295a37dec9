-- Why: the schema as golang-migrate's file 1 leaves it: 36 tables, 4 of them partitioned. This is what V001 converges to: it runs
-- each statement whose object is missing, in this order, and compares each object that is there with catalog/V001.txt.
-- Relies on: one object per statement, named in full, each behind what it refers to; the vector extension needs a superuser.
-- Fails when: run by hand on a schema that has some of it. There is no IF NOT EXISTS: what exists is looked at, not passed over.

CREATE SCHEMA mcp;

-- Where they land must be said: without it, in the first schema of the search path.
CREATE EXTENSION "uuid-ossp" WITH SCHEMA public;
CREATE EXTENSION pgcrypto WITH SCHEMA public;
CREATE EXTENSION vector WITH SCHEMA public;

CREATE FUNCTION mcp.update_updated_at_column() RETURNS TRIGGER
LANGUAGE plpgsql
AS $$
BEGIN
  NEW.updated_at = CURRENT_TIMESTAMP;
  RETURN NEW;
END;
$$;

-- NULL when the setting is absent, empty, or not a UUID: row-level security then shows no row.
CREATE FUNCTION mcp.current_tenant_id() RETURNS UUID
LANGUAGE plpgsql
SECURITY DEFINER
AS $$
BEGIN
  RETURN nullif(current_setting('app.tenant_id', true), '')::UUID;
EXCEPTION
  WHEN invalid_text_representation THEN
    RETURN NULL;
END;
$$;

-- Tenants, users and their keys.
CREATE TABLE mcp.tenant_config (
  tenant_id  UUID         NOT NULL,
  name       VARCHAR(255) NOT NULL,
  settings   JSONB                 DEFAULT '{}',
  features   JSONB                 DEFAULT '{}',
  limits     JSONB                 DEFAULT '{}',
  created_at TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tenant_config_pkey PRIMARY KEY (tenant_id)
);

CREATE TABLE mcp.users (
  id                UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id         UUID         NOT NULL,
  email             VARCHAR(255) NOT NULL,
  name              VARCHAR(255),
  status            VARCHAR(50)           DEFAULT 'active',
  email_verified    BOOLEAN               DEFAULT FALSE,
  email_verified_at TIMESTAMP,
  metadata          JSONB                 DEFAULT '{}',
  created_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT users_pkey PRIMARY KEY (id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_status_check
    CHECK (status IN ('active', 'inactive', 'suspended'))
);

CREATE TABLE mcp.api_keys (
  id           UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id    UUID         NOT NULL,
  user_id      UUID,
  key_hash     VARCHAR(255) NOT NULL,
  key_prefix   VARCHAR(10)  NOT NULL,
  name         VARCHAR(255) NOT NULL,
  type         VARCHAR(50)           DEFAULT 'standard',
  role         VARCHAR(50)           DEFAULT 'user',
  scopes       TEXT[],
  rate_limit   INTEGER               DEFAULT 1000,
  rate_window  VARCHAR(10)           DEFAULT '1h',
  is_active    BOOLEAN               DEFAULT TRUE,
  last_used_at TIMESTAMP,
  usage_count  BIGINT                DEFAULT 0,
  metadata     JSONB                 DEFAULT '{}',
  created_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  expires_at   TIMESTAMP,
  rotated_from UUID,
  rotated_at   TIMESTAMP,
  CONSTRAINT api_keys_pkey PRIMARY KEY (id),
  CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
  CONSTRAINT api_keys_role_check
    CHECK (role IN ('admin', 'user', 'readonly', 'service')),
  CONSTRAINT api_keys_type_check
    CHECK (type IN ('standard', 'service', 'personal', 'temporary')),
  CONSTRAINT check_expiry
    CHECK (expires_at IS NULL OR expires_at > created_at),
  CONSTRAINT api_keys_rotated_from_fkey
    FOREIGN KEY (rotated_from) REFERENCES mcp.api_keys (id),
  CONSTRAINT api_keys_user_id_fkey
    FOREIGN KEY (user_id) REFERENCES mcp.users (id) ON DELETE CASCADE
);

CREATE TABLE mcp.api_key_usage (
  api_key_id       UUID          NOT NULL,
  "timestamp"      TIMESTAMP     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  endpoint         VARCHAR(255)  NOT NULL,
  method           VARCHAR(10)   NOT NULL,
  status_code      INTEGER,
  response_time_ms INTEGER,
  tokens_used      INTEGER,
  cost_usd         NUMERIC(10,6),
  metadata         JSONB                  DEFAULT '{}',
  CONSTRAINT api_key_usage_api_key_id_fkey
    FOREIGN KEY (api_key_id) REFERENCES mcp.api_keys (id) ON DELETE CASCADE
) PARTITION BY RANGE ("timestamp");

-- Models, agents and the contexts in which they work.
CREATE TABLE mcp.models (
  id                UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id         UUID         NOT NULL,
  name              VARCHAR(255) NOT NULL,
  provider          VARCHAR(100) NOT NULL,
  type              VARCHAR(50)  NOT NULL,
  capabilities      TEXT[],
  is_active         BOOLEAN               DEFAULT TRUE,
  configuration     JSONB                 DEFAULT '{}',
  version           VARCHAR(50),
  base_url          TEXT,
  api_key_encrypted TEXT,
  description       TEXT,
  created_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT models_pkey PRIMARY KEY (id),
  CONSTRAINT models_tenant_id_name_provider_key UNIQUE (tenant_id, name, provider),
  CONSTRAINT models_type_check
    CHECK (type IN ('llm', 'embedding', 'vision', 'audio'))
);

CREATE TABLE mcp.agents (
  id                    UUID             NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id             UUID             NOT NULL,
  name                  VARCHAR(255)     NOT NULL,
  type                  VARCHAR(100)     NOT NULL,
  model_id              VARCHAR(255),
  capabilities          TEXT[],
  status                VARCHAR(50)               DEFAULT 'available',
  configuration         JSONB                     DEFAULT '{}',
  system_prompt         TEXT,
  temperature           DOUBLE PRECISION          DEFAULT 0.7,
  max_tokens            INTEGER                   DEFAULT 4096,
  current_workload      INTEGER                   DEFAULT 0,
  max_workload          INTEGER                   DEFAULT 10,
  last_task_assigned_at TIMESTAMP,
  created_at            TIMESTAMP                 DEFAULT CURRENT_TIMESTAMP,
  updated_at            TIMESTAMP                 DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT agents_pkey PRIMARY KEY (id),
  CONSTRAINT agents_tenant_id_name_key UNIQUE (tenant_id, name),
  CONSTRAINT agents_temperature_check
    CHECK (temperature >= 0 AND temperature <= 2)
);

CREATE TABLE mcp.contexts (
  id                  UUID             NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id           UUID             NOT NULL,
  agent_id            UUID,
  model_id            UUID,
  type                VARCHAR(50)      NOT NULL,
  status              VARCHAR(50)               DEFAULT 'active',
  metadata            JSONB                     DEFAULT '{}',
  token_count         INTEGER                   DEFAULT 0,
  max_tokens          INTEGER                   DEFAULT 100000,
  compression_enabled BOOLEAN                   DEFAULT TRUE,
  compression_ratio   DOUBLE PRECISION,
  created_at          TIMESTAMP                 DEFAULT CURRENT_TIMESTAMP,
  updated_at          TIMESTAMP                 DEFAULT CURRENT_TIMESTAMP,
  expires_at          TIMESTAMP,
  CONSTRAINT contexts_pkey PRIMARY KEY (id),
  CONSTRAINT contexts_agent_id_fkey
    FOREIGN KEY (agent_id) REFERENCES mcp.agents (id) ON DELETE CASCADE,
  CONSTRAINT contexts_model_id_fkey
    FOREIGN KEY (model_id) REFERENCES mcp.models (id)
);

CREATE TABLE mcp.context_items (
  id              UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  context_id      UUID        NOT NULL,
  type            VARCHAR(50) NOT NULL,
  role            VARCHAR(50) NOT NULL,
  content         TEXT        NOT NULL,
  metadata        JSONB                DEFAULT '{}',
  token_count     INTEGER,
  sequence_number INTEGER     NOT NULL,
  is_compressed   BOOLEAN              DEFAULT FALSE,
  created_at      TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT context_items_pkey PRIMARY KEY (id),
  CONSTRAINT context_items_context_id_sequence_number_key UNIQUE (context_id, sequence_number),
  CONSTRAINT context_items_context_id_fkey
    FOREIGN KEY (context_id) REFERENCES mcp.contexts (id) ON DELETE CASCADE
);

-- Embeddings: the models, the vectors, their cache and their cost.
CREATE TABLE mcp.embedding_models (
  id             UUID          NOT NULL DEFAULT public.uuid_generate_v4(),
  provider       VARCHAR(50)   NOT NULL,
  model_name     VARCHAR(100)  NOT NULL,
  dimensions     INTEGER       NOT NULL,
  max_tokens     INTEGER,
  cost_per_token NUMERIC(12,8),
  is_active      BOOLEAN                DEFAULT TRUE,
  capabilities   JSONB                  DEFAULT '{}',
  created_at     TIMESTAMP              DEFAULT CURRENT_TIMESTAMP,
  updated_at     TIMESTAMP              DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT embedding_models_pkey PRIMARY KEY (id),
  CONSTRAINT embedding_models_provider_model_name_key UNIQUE (provider, model_name)
);

CREATE TABLE mcp.agent_configs (
  agent_id             UUID      NOT NULL,
  embedding_model_id   UUID,
  chunk_size           INTEGER            DEFAULT 512,
  chunk_overlap        INTEGER            DEFAULT 50,
  embedding_batch_size INTEGER            DEFAULT 100,
  cache_ttl_hours      INTEGER            DEFAULT 24,
  preprocessing_config JSONB              DEFAULT '{}',
  created_at           TIMESTAMP          DEFAULT CURRENT_TIMESTAMP,
  updated_at           TIMESTAMP          DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT agent_configs_pkey PRIMARY KEY (agent_id),
  CONSTRAINT agent_configs_agent_id_fkey
    FOREIGN KEY (agent_id) REFERENCES mcp.agents (id) ON DELETE CASCADE,
  CONSTRAINT agent_configs_embedding_model_id_fkey
    FOREIGN KEY (embedding_model_id) REFERENCES mcp.embedding_models (id)
);

CREATE TABLE mcp.embeddings (
  id                 UUID                NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id          UUID                NOT NULL,
  context_id         UUID,
  model_id           UUID                NOT NULL,
  content_hash       VARCHAR(64)         NOT NULL,
  content            TEXT                NOT NULL,
  content_type       VARCHAR(50)                  DEFAULT 'text',
  vector             public.VECTOR(1536),
  metadata           JSONB                        DEFAULT '{}',
  token_count        INTEGER,
  processing_time_ms INTEGER,
  created_at         TIMESTAMP                    DEFAULT CURRENT_TIMESTAMP,
  expires_at         TIMESTAMP,
  CONSTRAINT embeddings_pkey PRIMARY KEY (id),
  CONSTRAINT embeddings_tenant_id_content_hash_model_id_key UNIQUE (tenant_id, content_hash, model_id),
  CONSTRAINT embeddings_context_id_fkey
    FOREIGN KEY (context_id) REFERENCES mcp.contexts (id) ON DELETE CASCADE,
  CONSTRAINT embeddings_model_id_fkey
    FOREIGN KEY (model_id) REFERENCES mcp.embedding_models (id)
);

CREATE TABLE mcp.embedding_cache (
  content_hash VARCHAR(64)         NOT NULL,
  model_id     UUID                NOT NULL,
  vector       public.VECTOR(1536),
  created_at   TIMESTAMP                    DEFAULT CURRENT_TIMESTAMP,
  expires_at   TIMESTAMP                    DEFAULT CURRENT_TIMESTAMP + INTERVAL '30 days',
  hit_count    INTEGER                      DEFAULT 0,
  last_hit_at  TIMESTAMP,
  CONSTRAINT embedding_cache_pkey PRIMARY KEY (content_hash, model_id),
  CONSTRAINT embedding_cache_model_id_fkey
    FOREIGN KEY (model_id) REFERENCES mcp.embedding_models (id)
);

CREATE TABLE mcp.embedding_metrics (
  "timestamp"        TIMESTAMP     NOT NULL DEFAULT CURRENT_TIMESTAMP,
  tenant_id          UUID          NOT NULL,
  model_id           UUID          NOT NULL,
  tokens_processed   BIGINT        NOT NULL,
  vectors_created    INTEGER       NOT NULL,
  processing_time_ms BIGINT        NOT NULL,
  estimated_cost_usd NUMERIC(12,6),
  cache_hits         INTEGER                DEFAULT 0,
  cache_misses       INTEGER                DEFAULT 0,
  error_count        INTEGER                DEFAULT 0,
  metadata           JSONB                  DEFAULT '{}',
  CONSTRAINT embedding_metrics_model_id_fkey
    FOREIGN KEY (model_id) REFERENCES mcp.embedding_models (id)
) PARTITION BY RANGE ("timestamp");

-- Tasks, workflows and workspaces.
CREATE TABLE mcp.tasks (
  id               UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id        UUID         NOT NULL,
  type             VARCHAR(100) NOT NULL,
  title            VARCHAR(500) NOT NULL,
  description      TEXT,
  status           VARCHAR(50)           DEFAULT 'pending',
  priority         VARCHAR(20)           DEFAULT 'normal',
  parent_task_id   UUID,
  context_id       UUID,
  assigned_to      UUID,
  created_by       UUID,
  assigned_at      TIMESTAMP,
  accepted_at      TIMESTAMP,
  delegated_from   VARCHAR(255),
  delegation_count INTEGER               DEFAULT 0,
  metadata         JSONB                 DEFAULT '{}',
  tags             TEXT[],
  due_date         TIMESTAMP,
  started_at       TIMESTAMP,
  completed_at     TIMESTAMP,
  created_at       TIMESTAMP    NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at       TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tasks_pkey PRIMARY KEY (id, created_at),
  CONSTRAINT tasks_assigned_to_fkey
    FOREIGN KEY (assigned_to) REFERENCES mcp.agents (id),
  CONSTRAINT tasks_context_id_fkey
    FOREIGN KEY (context_id) REFERENCES mcp.contexts (id),
  CONSTRAINT tasks_created_by_fkey
    FOREIGN KEY (created_by) REFERENCES mcp.agents (id),
  CONSTRAINT tasks_parent_task_id_created_at_fkey
    FOREIGN KEY (parent_task_id, created_at) REFERENCES mcp.tasks (id, created_at)
) PARTITION BY RANGE (created_at);

CREATE TABLE mcp.task_delegations (
  id              UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  task_id         UUID        NOT NULL,
  from_agent_id   UUID        NOT NULL,
  to_agent_id     UUID        NOT NULL,
  reason          TEXT,
  delegation_type VARCHAR(50),
  created_at      TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT task_delegations_pkey PRIMARY KEY (id),
  CONSTRAINT task_delegations_from_agent_id_fkey
    FOREIGN KEY (from_agent_id) REFERENCES mcp.agents (id),
  CONSTRAINT task_delegations_to_agent_id_fkey
    FOREIGN KEY (to_agent_id) REFERENCES mcp.agents (id)
);

CREATE TABLE mcp.workflows (
  id                UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id         UUID         NOT NULL,
  name              VARCHAR(255) NOT NULL,
  description       TEXT,
  type              VARCHAR(100) NOT NULL,
  steps             JSONB        NOT NULL DEFAULT '[]',
  agents            UUID[]                DEFAULT '{}',
  configuration     JSONB                 DEFAULT '{}',
  coordination_mode VARCHAR(50)           DEFAULT 'centralized',
  decision_strategy VARCHAR(50)           DEFAULT 'majority',
  is_active         BOOLEAN               DEFAULT TRUE,
  version           INTEGER               DEFAULT 1,
  created_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at        TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT workflows_pkey PRIMARY KEY (id),
  CONSTRAINT workflows_tenant_id_name_version_key UNIQUE (tenant_id, name, version)
);

CREATE TABLE mcp.workflow_executions (
  id                  UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id           UUID        NOT NULL,
  workflow_id         UUID        NOT NULL,
  status              VARCHAR(50)          DEFAULT 'running',
  current_step        INTEGER              DEFAULT 0,
  context             JSONB                DEFAULT '{}',
  result              JSONB,
  error               TEXT,
  retry_count         INTEGER              DEFAULT 0,
  parent_execution_id UUID,
  error_details       JSONB,
  started_at          TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  completed_at        TIMESTAMP,
  CONSTRAINT workflow_executions_pkey PRIMARY KEY (id),
  CONSTRAINT workflow_executions_workflow_id_fkey
    FOREIGN KEY (workflow_id) REFERENCES mcp.workflows (id)
);

CREATE TABLE mcp.workspaces (
  id            UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id     UUID         NOT NULL,
  name          VARCHAR(255) NOT NULL,
  description   TEXT,
  type          VARCHAR(50)  NOT NULL,
  status        VARCHAR(50)           DEFAULT 'active',
  configuration JSONB                 DEFAULT '{}',
  metadata      JSONB                 DEFAULT '{}',
  created_by    UUID,
  created_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT workspaces_pkey PRIMARY KEY (id),
  CONSTRAINT workspaces_tenant_id_name_key UNIQUE (tenant_id, name),
  CONSTRAINT workspaces_created_by_fkey
    FOREIGN KEY (created_by) REFERENCES mcp.agents (id)
);

CREATE TABLE mcp.workspace_members (
  workspace_id   UUID        NOT NULL,
  agent_id       UUID        NOT NULL,
  role           VARCHAR(50) NOT NULL DEFAULT 'member',
  permissions    JSONB                DEFAULT '{}',
  joined_at      TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  last_active_at TIMESTAMP,
  CONSTRAINT workspace_members_pkey PRIMARY KEY (workspace_id, agent_id),
  CONSTRAINT workspace_members_agent_id_fkey
    FOREIGN KEY (agent_id) REFERENCES mcp.agents (id) ON DELETE CASCADE,
  CONSTRAINT workspace_members_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES mcp.workspaces (id) ON DELETE CASCADE
);

CREATE TABLE mcp.shared_documents (
  id           UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  workspace_id UUID         NOT NULL,
  name         VARCHAR(255) NOT NULL,
  type         VARCHAR(50)  NOT NULL,
  content      JSONB        NOT NULL DEFAULT '{}',
  version      INTEGER               DEFAULT 1,
  created_by   UUID,
  locked_by    UUID,
  locked_at    TIMESTAMP,
  metadata     JSONB                 DEFAULT '{}',
  created_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT shared_documents_pkey PRIMARY KEY (id),
  CONSTRAINT shared_documents_workspace_id_name_key UNIQUE (workspace_id, name),
  CONSTRAINT shared_documents_created_by_fkey
    FOREIGN KEY (created_by) REFERENCES mcp.agents (id),
  CONSTRAINT shared_documents_locked_by_fkey
    FOREIGN KEY (locked_by) REFERENCES mcp.agents (id),
  CONSTRAINT shared_documents_workspace_id_fkey
    FOREIGN KEY (workspace_id) REFERENCES mcp.workspaces (id) ON DELETE CASCADE
);

CREATE TABLE mcp.document_operations (
  id             UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  document_id    UUID        NOT NULL,
  agent_id       UUID        NOT NULL,
  operation_type VARCHAR(50) NOT NULL,
  operation_data JSONB       NOT NULL,
  vector_clock   JSONB       NOT NULL,
  created_at     TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT document_operations_pkey PRIMARY KEY (id),
  CONSTRAINT document_operations_agent_id_fkey
    FOREIGN KEY (agent_id) REFERENCES mcp.agents (id),
  CONSTRAINT document_operations_document_id_fkey
    FOREIGN KEY (document_id) REFERENCES mcp.shared_documents (id) ON DELETE CASCADE
);

-- Tools: what is configured, what was found out, what was run.
CREATE TABLE mcp.integrations (
  id            UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id     UUID         NOT NULL,
  name          VARCHAR(255) NOT NULL,
  type          VARCHAR(100) NOT NULL,
  configuration JSONB        NOT NULL DEFAULT '{}',
  status        VARCHAR(50)           DEFAULT 'active',
  last_sync_at  TIMESTAMP,
  created_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT integrations_pkey PRIMARY KEY (id),
  CONSTRAINT integrations_tenant_id_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE mcp.tool_configurations (
  id                    UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id             UUID         NOT NULL,
  tool_name             VARCHAR(255) NOT NULL,
  display_name          VARCHAR(255) NOT NULL,
  config                JSONB        NOT NULL,
  credentials_encrypted BYTEA,
  auth_type             VARCHAR(50),
  retry_policy          JSONB                 DEFAULT '{"backoff_ms": 1000, "max_attempts": 3}',
  status                VARCHAR(50)           DEFAULT 'active',
  health_status         VARCHAR(50)           DEFAULT 'unknown',
  last_health_check     TIMESTAMP,
  last_used_at          TIMESTAMP,
  base_url              TEXT,
  webhook_config        JSONB                 DEFAULT '{}',
  provider              VARCHAR(100),
  passthrough_config    JSONB                 DEFAULT '{}',
  created_at            TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at            TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  version               INTEGER               DEFAULT 1,
  CONSTRAINT tool_configurations_pkey PRIMARY KEY (id),
  CONSTRAINT tool_configurations_tenant_id_tool_name_key UNIQUE (tenant_id, tool_name)
);

CREATE TABLE mcp.tool_credentials (
  id                     UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  tool_config_id         UUID        NOT NULL,
  credential_type        VARCHAR(50) NOT NULL,
  encrypted_value        BYTEA       NOT NULL,
  encryption_key_version INTEGER              DEFAULT 1,
  expires_at             TIMESTAMP,
  created_at             TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  updated_at             TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tool_credentials_pkey PRIMARY KEY (id),
  CONSTRAINT tool_credentials_tool_config_id_credential_type_key UNIQUE (tool_config_id, credential_type),
  CONSTRAINT tool_credentials_tool_config_id_fkey
    FOREIGN KEY (tool_config_id) REFERENCES mcp.tool_configurations (id) ON DELETE CASCADE
);

CREATE TABLE mcp.tool_executions (
  id               UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id        UUID         NOT NULL,
  tool_config_id   UUID         NOT NULL,
  agent_id         UUID,
  action           VARCHAR(255) NOT NULL,
  parameters       JSONB,
  status           VARCHAR(50)  NOT NULL,
  result           JSONB,
  error_message    TEXT,
  retry_count      INTEGER               DEFAULT 0,
  response_time_ms INTEGER,
  executed_at      TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  correlation_id   UUID,
  CONSTRAINT tool_executions_pkey PRIMARY KEY (id),
  CONSTRAINT tool_executions_agent_id_fkey
    FOREIGN KEY (agent_id) REFERENCES mcp.agents (id),
  CONSTRAINT tool_executions_tool_config_id_fkey
    FOREIGN KEY (tool_config_id) REFERENCES mcp.tool_configurations (id) ON DELETE CASCADE
);

CREATE TABLE mcp.tool_execution_retries (
  id             UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  execution_id   UUID         NOT NULL,
  attempt_number INTEGER      NOT NULL,
  error_type     VARCHAR(100),
  error_message  TEXT,
  backoff_ms     INTEGER,
  attempted_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tool_execution_retries_pkey PRIMARY KEY (id),
  CONSTRAINT tool_execution_retries_execution_id_fkey
    FOREIGN KEY (execution_id) REFERENCES mcp.tool_executions (id) ON DELETE CASCADE
);

CREATE TABLE mcp.tool_health_checks (
  id               UUID      NOT NULL DEFAULT public.uuid_generate_v4(),
  tool_config_id   UUID      NOT NULL,
  is_healthy       BOOLEAN   NOT NULL,
  response_time_ms INTEGER,
  status_code      INTEGER,
  error_message    TEXT,
  capabilities     JSONB,
  checked_at       TIMESTAMP          DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tool_health_checks_pkey PRIMARY KEY (id),
  CONSTRAINT tool_health_checks_tool_config_id_fkey
    FOREIGN KEY (tool_config_id) REFERENCES mcp.tool_configurations (id) ON DELETE CASCADE
);

CREATE TABLE mcp.tool_discovery_sessions (
  session_id         UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id          UUID        NOT NULL,
  base_url           TEXT        NOT NULL,
  status             VARCHAR(50)          DEFAULT 'discovering',
  discovered_urls    JSONB                DEFAULT '[]',
  selected_url       TEXT,
  discovery_metadata JSONB                DEFAULT '{}',
  created_at         TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  updated_at         TIMESTAMP            DEFAULT CURRENT_TIMESTAMP,
  expires_at         TIMESTAMP            DEFAULT CURRENT_TIMESTAMP + INTERVAL '1 hour',
  CONSTRAINT tool_discovery_sessions_pkey PRIMARY KEY (session_id)
);

CREATE TABLE mcp.tool_discovery_patterns (
  id               UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id        UUID         NOT NULL,
  domain           VARCHAR(255) NOT NULL,
  successful_paths JSONB                 DEFAULT '[]',
  failed_paths     JSONB                 DEFAULT '[]',
  auth_method      VARCHAR(50),
  api_format       VARCHAR(50),
  success_count    INTEGER               DEFAULT 0,
  failure_count    INTEGER               DEFAULT 0,
  last_success_at  TIMESTAMP,
  created_at       TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at       TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT tool_discovery_patterns_pkey PRIMARY KEY (id),
  CONSTRAINT tool_discovery_patterns_tenant_id_domain_key UNIQUE (tenant_id, domain)
);

CREATE TABLE mcp.openapi_cache (
  url                TEXT         NOT NULL,
  spec_hash          VARCHAR(64)  NOT NULL,
  spec_data          JSONB        NOT NULL,
  version            VARCHAR(50),
  title              VARCHAR(255),
  description        TEXT,
  discovered_actions TEXT[],
  created_at         TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  last_accessed_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  cache_expires_at   TIMESTAMP             DEFAULT CURRENT_TIMESTAMP + INTERVAL '7 days',
  access_count       INTEGER               DEFAULT 1,
  CONSTRAINT openapi_cache_pkey PRIMARY KEY (url)
);

-- Webhooks, events and the audit log.
CREATE TABLE mcp.webhook_configs (
  id               UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id        UUID         NOT NULL,
  organization_id  UUID,
  name             VARCHAR(255) NOT NULL,
  url              TEXT         NOT NULL,
  events           TEXT[]       NOT NULL,
  headers          JSONB                 DEFAULT '{}',
  secret_encrypted TEXT,
  retry_config     JSONB                 DEFAULT '{"max_attempts": 3, "backoff_seconds": [1, 5, 30]}',
  is_active        BOOLEAN               DEFAULT TRUE,
  metadata         JSONB                 DEFAULT '{}',
  created_at       TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at       TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT webhook_configs_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_configs_tenant_id_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE mcp.webhook_events (
  id            UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id     UUID         NOT NULL,
  tool_id       UUID,
  event_type    VARCHAR(100) NOT NULL,
  payload       JSONB        NOT NULL,
  headers       JSONB                 DEFAULT '{}',
  source_ip     INET,
  status        VARCHAR(50)           DEFAULT 'pending',
  processed_at  TIMESTAMP,
  error_message TEXT,
  retry_count   INTEGER               DEFAULT 0,
  created_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT webhook_events_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_events_tool_id_fkey
    FOREIGN KEY (tool_id) REFERENCES mcp.tool_configurations (id) ON DELETE SET NULL
);

CREATE TABLE mcp.webhook_event_logs (
  id         UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  event_id   UUID         NOT NULL,
  action     VARCHAR(100) NOT NULL,
  status     VARCHAR(50)  NOT NULL,
  message    TEXT,
  metadata   JSONB                 DEFAULT '{}',
  created_at TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT webhook_event_logs_pkey PRIMARY KEY (id),
  CONSTRAINT webhook_event_logs_event_id_fkey
    FOREIGN KEY (event_id) REFERENCES mcp.webhook_events (id) ON DELETE CASCADE
);

CREATE TABLE mcp.webhook_dlq (
  id            UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  event_id      UUID,
  event_type    VARCHAR(100),
  payload       JSONB        NOT NULL,
  error_message TEXT,
  retry_count   INTEGER               DEFAULT 0,
  max_retries   INTEGER               DEFAULT 5,
  next_retry_at TIMESTAMP,
  status        VARCHAR(50)           DEFAULT 'pending',
  created_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  updated_at    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT webhook_dlq_pkey PRIMARY KEY (id)
);

CREATE TABLE mcp.events (
  id             UUID         NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id      UUID         NOT NULL,
  aggregate_id   UUID         NOT NULL,
  aggregate_type VARCHAR(100) NOT NULL,
  event_type     VARCHAR(100) NOT NULL,
  event_data     JSONB        NOT NULL,
  event_metadata JSONB                 DEFAULT '{}',
  source         VARCHAR(100),
  "timestamp"    TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  created_by     UUID,
  created_at     TIMESTAMP             DEFAULT CURRENT_TIMESTAMP,
  processed_at   TIMESTAMP,
  CONSTRAINT events_pkey PRIMARY KEY (id)
);

CREATE TABLE mcp.audit_log (
  id          UUID        NOT NULL DEFAULT public.uuid_generate_v4(),
  tenant_id   UUID        NOT NULL,
  entity_type VARCHAR(50) NOT NULL,
  entity_id   UUID        NOT NULL,
  action      VARCHAR(50) NOT NULL,
  actor_id    UUID        NOT NULL,
  actor_type  VARCHAR(50) NOT NULL,
  changes     JSONB,
  metadata    JSONB                DEFAULT '{}',
  ip_address  INET,
  user_agent  TEXT,
  created_at  TIMESTAMP   NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id, created_at)
) PARTITION BY RANGE (created_at);

-- The first quarter of 2025, and nothing after it: inserts of today fail until a later version makes the months.
CREATE TABLE mcp.api_key_usage_2025_01 PARTITION OF mcp.api_key_usage FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE mcp.api_key_usage_2025_02 PARTITION OF mcp.api_key_usage FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE mcp.api_key_usage_2025_03 PARTITION OF mcp.api_key_usage FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
CREATE TABLE mcp.audit_log_2025_01 PARTITION OF mcp.audit_log FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE mcp.audit_log_2025_02 PARTITION OF mcp.audit_log FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE mcp.audit_log_2025_03 PARTITION OF mcp.audit_log FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
CREATE TABLE mcp.embedding_metrics_2025_01 PARTITION OF mcp.embedding_metrics FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE mcp.embedding_metrics_2025_02 PARTITION OF mcp.embedding_metrics FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE mcp.embedding_metrics_2025_03 PARTITION OF mcp.embedding_metrics FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');
CREATE TABLE mcp.tasks_2025_01 PARTITION OF mcp.tasks FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE mcp.tasks_2025_02 PARTITION OF mcp.tasks FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE mcp.tasks_2025_03 PARTITION OF mcp.tasks FOR VALUES FROM ('2025-03-01') TO ('2025-04-01');

-- Indexes besides those of the constraints.
CREATE INDEX idx_agents_available ON mcp.agents (status, current_workload)
  WHERE status = 'available' AND current_workload < max_workload;
CREATE INDEX idx_agents_capabilities ON mcp.agents USING gin (capabilities);
CREATE INDEX idx_agents_status ON mcp.agents (status);
CREATE INDEX idx_agents_tenant_id ON mcp.agents (tenant_id);
CREATE INDEX idx_agents_tenant_status_workload ON mcp.agents (tenant_id, status, current_workload);

CREATE INDEX idx_api_keys_active ON mcp.api_keys (is_active)
  WHERE is_active = TRUE;
CREATE INDEX idx_api_keys_key_prefix ON mcp.api_keys (key_prefix);
CREATE INDEX idx_api_keys_tenant_id ON mcp.api_keys (tenant_id);
CREATE INDEX idx_api_keys_user_id ON mcp.api_keys (user_id);

CREATE INDEX idx_context_items_context_id ON mcp.context_items (context_id);

CREATE INDEX idx_contexts_agent_id ON mcp.contexts (agent_id);
CREATE INDEX idx_contexts_status ON mcp.contexts (status);
CREATE INDEX idx_contexts_tenant_id ON mcp.contexts (tenant_id);

CREATE INDEX idx_embeddings_content_hash ON mcp.embeddings (content_hash);
CREATE INDEX idx_embeddings_context_id ON mcp.embeddings (context_id);
CREATE INDEX idx_embeddings_model_id ON mcp.embeddings (model_id);
CREATE INDEX idx_embeddings_tenant_id ON mcp.embeddings (tenant_id);
CREATE INDEX idx_embeddings_vector ON mcp.embeddings USING ivfflat (vector public.vector_cosine_ops) WITH (lists = 100);

CREATE INDEX idx_events_aggregate ON mcp.events (aggregate_id, aggregate_type);
CREATE INDEX idx_events_created_at ON mcp.events (created_at DESC);
CREATE INDEX idx_events_tenant_id ON mcp.events (tenant_id);

CREATE INDEX idx_integrations_tenant_id ON mcp.integrations (tenant_id);
CREATE INDEX idx_integrations_type ON mcp.integrations (type);

CREATE INDEX idx_models_is_active ON mcp.models (is_active)
  WHERE is_active = TRUE;
CREATE INDEX idx_models_provider ON mcp.models (provider);
CREATE INDEX idx_models_tenant_id ON mcp.models (tenant_id);
CREATE INDEX idx_models_type ON mcp.models (type);

CREATE INDEX idx_openapi_cache_cache_expires_at ON mcp.openapi_cache (cache_expires_at);

CREATE INDEX idx_shared_documents_created_by ON mcp.shared_documents (created_by);
CREATE INDEX idx_shared_documents_workspace_id ON mcp.shared_documents (workspace_id);

CREATE INDEX idx_tasks_assigned_to ON mcp.tasks (assigned_to);
CREATE INDEX idx_tasks_created_by ON mcp.tasks (created_by);
CREATE INDEX idx_tasks_in_progress ON mcp.tasks (status, assigned_to)
  WHERE status = 'in_progress';
CREATE INDEX idx_tasks_pending ON mcp.tasks (status)
  WHERE status = 'pending';
CREATE INDEX idx_tasks_priority_status ON mcp.tasks (priority, status);
CREATE INDEX idx_tasks_status ON mcp.tasks (status);
CREATE INDEX idx_tasks_tenant_created_by_status ON mcp.tasks (tenant_id, created_by, status);
CREATE INDEX idx_tasks_tenant_id ON mcp.tasks (tenant_id);
CREATE INDEX idx_tasks_tenant_status ON mcp.tasks (tenant_id, status);

CREATE INDEX idx_tool_configurations_health_status ON mcp.tool_configurations (health_status);
CREATE INDEX idx_tool_configurations_status ON mcp.tool_configurations (status);
CREATE INDEX idx_tool_configurations_tenant_id ON mcp.tool_configurations (tenant_id);

CREATE INDEX idx_tool_discovery_patterns_tenant_domain ON mcp.tool_discovery_patterns (tenant_id, domain);

CREATE INDEX idx_tool_discovery_sessions_expires_at ON mcp.tool_discovery_sessions (expires_at);
CREATE INDEX idx_tool_discovery_sessions_status ON mcp.tool_discovery_sessions (status);
CREATE INDEX idx_tool_discovery_sessions_tenant_id ON mcp.tool_discovery_sessions (tenant_id);

CREATE INDEX idx_tool_executions_executed_at ON mcp.tool_executions (executed_at DESC);
CREATE INDEX idx_tool_executions_status ON mcp.tool_executions (status);
CREATE INDEX idx_tool_executions_tenant_id ON mcp.tool_executions (tenant_id);
CREATE INDEX idx_tool_executions_tool_config_id ON mcp.tool_executions (tool_config_id);

CREATE INDEX idx_tool_health_checks_checked_at ON mcp.tool_health_checks (checked_at DESC);
CREATE INDEX idx_tool_health_checks_tool_config_id ON mcp.tool_health_checks (tool_config_id);

CREATE INDEX idx_users_email ON mcp.users (email);
CREATE INDEX idx_users_tenant_id ON mcp.users (tenant_id);

CREATE INDEX idx_webhook_configs_organization_id ON mcp.webhook_configs (organization_id);
CREATE INDEX idx_webhook_configs_tenant_id ON mcp.webhook_configs (tenant_id);

CREATE INDEX idx_webhook_dlq_next_retry_at ON mcp.webhook_dlq (next_retry_at);
CREATE INDEX idx_webhook_dlq_status ON mcp.webhook_dlq (status);

CREATE INDEX idx_webhook_events_created_at ON mcp.webhook_events (created_at DESC);
CREATE INDEX idx_webhook_events_status ON mcp.webhook_events (status);
CREATE INDEX idx_webhook_events_tenant_id ON mcp.webhook_events (tenant_id);
CREATE INDEX idx_webhook_events_tool_id ON mcp.webhook_events (tool_id);

CREATE INDEX idx_workflow_executions_status ON mcp.workflow_executions (workflow_id, status);
CREATE INDEX idx_workflow_executions_workflow_id ON mcp.workflow_executions (workflow_id);

CREATE INDEX idx_workflows_is_active ON mcp.workflows (is_active)
  WHERE is_active = TRUE;
CREATE INDEX idx_workflows_tenant_id ON mcp.workflows (tenant_id);
CREATE INDEX idx_workflows_type ON mcp.workflows (type);

CREATE INDEX idx_workspace_members_agent_id ON mcp.workspace_members (agent_id);

CREATE INDEX idx_workspaces_tenant_id ON mcp.workspaces (tenant_id);
CREATE INDEX idx_workspaces_type ON mcp.workspaces (type);

-- updated_at follows every update.
CREATE TRIGGER update_agents_updated_at BEFORE UPDATE ON mcp.agents
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_api_keys_updated_at BEFORE UPDATE ON mcp.api_keys
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_contexts_updated_at BEFORE UPDATE ON mcp.contexts
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_models_updated_at BEFORE UPDATE ON mcp.models
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_shared_documents_updated_at BEFORE UPDATE ON mcp.shared_documents
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_tool_configurations_updated_at BEFORE UPDATE ON mcp.tool_configurations
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_tool_credentials_updated_at BEFORE UPDATE ON mcp.tool_credentials
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_tool_discovery_patterns_updated_at BEFORE UPDATE ON mcp.tool_discovery_patterns
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_tool_discovery_sessions_updated_at BEFORE UPDATE ON mcp.tool_discovery_sessions
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON mcp.users
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_webhook_dlq_updated_at BEFORE UPDATE ON mcp.webhook_dlq
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_workflows_updated_at BEFORE UPDATE ON mcp.workflows
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();
CREATE TRIGGER update_workspaces_updated_at BEFORE UPDATE ON mcp.workspaces
  FOR EACH ROW EXECUTE FUNCTION mcp.update_updated_at_column();

-- A tenant sees its own rows. The owner of the tables sees all of them: nothing here forces the policies on it.
ALTER TABLE mcp.agents ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_agents ON mcp.agents
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.api_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_api_keys ON mcp.api_keys
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.contexts ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_contexts ON mcp.contexts
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.embeddings ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_embeddings ON mcp.embeddings
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.integrations ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_integrations ON mcp.integrations
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.models ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_models ON mcp.models
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.tasks ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_tasks ON mcp.tasks
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_users ON mcp.users
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.webhook_configs ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_webhook_configs ON mcp.webhook_configs
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.workflows ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_workflows ON mcp.workflows
  USING (tenant_id = mcp.current_tenant_id());
ALTER TABLE mcp.workspaces ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation_workspaces ON mcp.workspaces
  USING (tenant_id = mcp.current_tenant_id());

-- Everybody may use the schema and its tables. V001 grants this only where it makes something: what an administrator took back
-- in a complete schema stays taken back.
GRANT USAGE ON SCHEMA mcp TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.agent_configs TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.agents TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.api_key_usage TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.api_keys TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.audit_log TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.context_items TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.contexts TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.document_operations TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_cache TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_metrics TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_models TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embeddings TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.events TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.integrations TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.models TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.openapi_cache TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.shared_documents TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.task_delegations TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tasks TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tenant_config TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_configurations TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_credentials TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_discovery_patterns TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_discovery_sessions TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_execution_retries TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_executions TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tool_health_checks TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.users TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.webhook_configs TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.webhook_dlq TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.webhook_event_logs TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.webhook_events TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.workflow_executions TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.workflows TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.workspace_members TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.workspaces TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.api_key_usage_2025_01 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.api_key_usage_2025_02 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.api_key_usage_2025_03 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.audit_log_2025_01 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.audit_log_2025_02 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.audit_log_2025_03 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_metrics_2025_01 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_metrics_2025_02 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.embedding_metrics_2025_03 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tasks_2025_01 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tasks_2025_02 TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON mcp.tasks_2025_03 TO PUBLIC;

-- The models that are known from the start; inserted only into an empty table.
INSERT INTO mcp.embedding_models (provider, model_name, dimensions, max_tokens, cost_per_token)
VALUES
  ('amazon', 'amazon.titan-embed-text-v1',       1536,  8000, 0.00010000),
  ('amazon', 'amazon.titan-embed-text-v2',       1024,  8000, 0.00002000),
  ('google', 'textembedding-gecko',               768,  3072, 0.00005000),
  ('google', 'textembedding-gecko-multilingual',  768,  3072, 0.00005000),
  ('openai', 'text-embedding-3-large',           3072,  8191, 0.00013000),
  ('openai', 'text-embedding-3-small',           1536,  8191, 0.00002000),
  ('openai', 'text-embedding-ada-002',           1536,  8191, 0.00010000),
  ('voyage', 'voyage-2',                         1024,  4000, 0.00010000),
  ('voyage', 'voyage-large-2',                   1536, 16000, 0.00012000);
