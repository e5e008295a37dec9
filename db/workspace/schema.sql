-- Generated, never edited: what a fresh file holds after the last version, tables and their indexes by name.
-- tributary_ledger is in it, because Tributary makes it; flyway_schema_history is not, because Flyway does.
-- Made again by: mvn test -Dtest=SchemaFileTest -Dschema.write=true

CREATE TABLE architecture_components (
  id                    VARCHAR(50)  NOT NULL,
  component_name        VARCHAR(200) NOT NULL,
  component_type        VARCHAR(50)  NOT NULL,
  repo                  VARCHAR(100) NOT NULL,
  expected_path         VARCHAR(500),
  description           TEXT,
  approved_scope        TEXT,
  boundaries            TEXT,
  status                VARCHAR(50)  NOT NULL,
  version               VARCHAR(50),
  created_at            DATETIME     NOT NULL,
  updated_at            DATETIME     NOT NULL,
  registered_by         VARCHAR(100),
  architecture_state_id VARCHAR(50),
  CONSTRAINT pk_architecture_components PRIMARY KEY (id),
  CONSTRAINT uq_component_name_repo UNIQUE (component_name, repo),
  CONSTRAINT fk_architecture_components_architecture_state_id
    FOREIGN KEY (architecture_state_id) REFERENCES architecture_states (id)
);
CREATE INDEX idx_components_status             ON architecture_components (status);
CREATE INDEX ix_architecture_components_repo   ON architecture_components (repo);
CREATE INDEX ix_architecture_components_status ON architecture_components (status);

CREATE TABLE architecture_decisions (
  id             VARCHAR(50)  NOT NULL,
  date           DATETIME     NOT NULL,
  session        VARCHAR(100) NOT NULL,
  decision       TEXT         NOT NULL,
  repos_affected TEXT,
  rationale      TEXT,
  status         VARCHAR(50)  NOT NULL,
  impact         VARCHAR(20),
  related_files  TEXT,
  documentation  TEXT,
  extra_metadata TEXT,
  CONSTRAINT pk_architecture_decisions PRIMARY KEY (id)
);
CREATE INDEX idx_decisions_date                ON architecture_decisions (date);
CREATE INDEX idx_decisions_session             ON architecture_decisions (session);
CREATE INDEX idx_decisions_status              ON architecture_decisions (status);
CREATE INDEX ix_architecture_decisions_date    ON architecture_decisions (date);
CREATE INDEX ix_architecture_decisions_session ON architecture_decisions (session);
CREATE INDEX ix_architecture_decisions_status  ON architecture_decisions (status);

CREATE TABLE architecture_states (
  id              VARCHAR(50)  NOT NULL,
  repo            VARCHAR(100) NOT NULL,
  state_type      VARCHAR(50)  NOT NULL,
  version         VARCHAR(20)  NOT NULL,
  architecture_id VARCHAR(50),
  description     TEXT,
  roadmap_file    VARCHAR(500),
  target_date     DATETIME,
  status          VARCHAR(50)  NOT NULL,
  created_at      DATETIME     NOT NULL,
  updated_at      DATETIME     NOT NULL,
  CONSTRAINT pk_architecture_states PRIMARY KEY (id)
);
CREATE INDEX idx_states_repo                   ON architecture_states (repo);
CREATE INDEX idx_states_status                 ON architecture_states (status);
CREATE INDEX idx_states_type                   ON architecture_states (state_type);
CREATE INDEX ix_architecture_states_repo       ON architecture_states (repo);
CREATE INDEX ix_architecture_states_state_type ON architecture_states (state_type);
CREATE INDEX ix_architecture_states_status     ON architecture_states (status);

CREATE TABLE architecture_states_old (
  id              VARCHAR(50)  NOT NULL,
  repo            VARCHAR(100) NOT NULL,
  state_type      VARCHAR(50)  NOT NULL,
  version         VARCHAR(20)  NOT NULL,
  architecture_id VARCHAR(50),
  description     TEXT,
  roadmap_file    VARCHAR(500),
  target_date     DATETIME,
  status          VARCHAR(50)  NOT NULL,
  created_at      DATETIME     NOT NULL,
  updated_at      DATETIME     NOT NULL,
  CONSTRAINT pk_architecture_states_old PRIMARY KEY (id)
);

CREATE TABLE architecture_tasks (
  id                    VARCHAR(50) NOT NULL,
  task_id               VARCHAR(50) NOT NULL,
  architecture_state_id VARCHAR(50),
  architectural_goal    TEXT,
  component_id          VARCHAR(50),
  milestone             VARCHAR(200),
  priority              VARCHAR(20),
  status                VARCHAR(50) NOT NULL,
  created_at            DATETIME    NOT NULL,
  CONSTRAINT pk_architecture_tasks PRIMARY KEY (id),
  CONSTRAINT fk_architecture_tasks_task_id
    FOREIGN KEY (task_id) REFERENCES workspace_tasks (id),
  CONSTRAINT fk_architecture_tasks_architecture_state_id
    FOREIGN KEY (architecture_state_id) REFERENCES architecture_states (id),
  CONSTRAINT fk_architecture_tasks_component_id
    FOREIGN KEY (component_id) REFERENCES component_placements (id)
);
CREATE INDEX idx_arch_tasks_state          ON architecture_tasks (architecture_state_id);
CREATE INDEX idx_arch_tasks_status         ON architecture_tasks (status);
CREATE INDEX idx_arch_tasks_task           ON architecture_tasks (task_id);
CREATE INDEX ix_architecture_tasks_status  ON architecture_tasks (status);
CREATE INDEX ix_architecture_tasks_task_id ON architecture_tasks (task_id);

CREATE TABLE bastard_reports (
  id                     VARCHAR(50) NOT NULL,
  task_id                VARCHAR(50),
  evaluation_type        VARCHAR(50) NOT NULL,
  overall_grade          VARCHAR(1),
  scale_appropriateness  VARCHAR(1),
  deployment_maturity    VARCHAR(1),
  portability            VARCHAR(1),
  state_management       VARCHAR(1),
  credential_management  VARCHAR(1),
  actual_users           INTEGER,
  designed_for_users     INTEGER,
  over_engineering_score INTEGER,
  tier_recommendation    INTEGER,
  critical_blockers      TEXT,
  required_fixes         TEXT,
  full_report            TEXT,
  evaluated_at           DATETIME    NOT NULL,
  CONSTRAINT pk_bastard_reports PRIMARY KEY (id),
  CONSTRAINT fk_bastard_reports_task_id
    FOREIGN KEY (task_id) REFERENCES workspace_tasks (id)
);
CREATE INDEX idx_bastard_reports_evaluated   ON bastard_reports (evaluated_at);
CREATE INDEX idx_bastard_reports_grade       ON bastard_reports (overall_grade);
CREATE INDEX idx_bastard_reports_task        ON bastard_reports (task_id);
CREATE INDEX idx_bastard_reports_type        ON bastard_reports (evaluation_type);
CREATE INDEX ix_bastard_reports_evaluated_at ON bastard_reports (evaluated_at);
CREATE INDEX ix_bastard_reports_task_id      ON bastard_reports (task_id);

CREATE TABLE code_changes (
  id                     VARCHAR(50)  NOT NULL,
  commit_hash            VARCHAR(100) NOT NULL,
  repo                   VARCHAR(100) NOT NULL,
  change_type            VARCHAR(50)  NOT NULL,
  file_path              VARCHAR(500) NOT NULL,
  component_id           VARCHAR(50),
  mapping_id             VARCHAR(50),
  is_tracked             BOOLEAN,
  is_validated           BOOLEAN,
  validation_status      VARCHAR(50),
  validation_notes       TEXT,
  within_component_scope BOOLEAN,
  scope_violations       TEXT,
  lines_added            INTEGER,
  lines_removed          INTEGER,
  lines_modified         INTEGER,
  changed_at             DATETIME     NOT NULL,
  changed_by             VARCHAR(100),
  commit_message         TEXT,
  branch                 VARCHAR(200),
  CONSTRAINT pk_code_changes PRIMARY KEY (id),
  CONSTRAINT fk_code_changes_component_id
    FOREIGN KEY (component_id) REFERENCES architecture_components (id),
  CONSTRAINT fk_code_changes_mapping_id
    FOREIGN KEY (mapping_id) REFERENCES code_component_mappings (id)
);
CREATE INDEX idx_changes_file             ON code_changes (file_path);
CREATE INDEX ix_code_changes_changed_at   ON code_changes (changed_at);
CREATE INDEX ix_code_changes_is_validated ON code_changes (is_validated);

CREATE TABLE code_component_mappings (
  id             VARCHAR(50)  NOT NULL,
  file_path      VARCHAR(500) NOT NULL,
  component_id   VARCHAR(50)  NOT NULL,
  mapping_type   VARCHAR(50),
  mapping_reason TEXT,
  is_validated   BOOLEAN,
  validated_by   VARCHAR(100),
  validated_at   DATETIME,
  created_at     DATETIME     NOT NULL,
  created_by     VARCHAR(100),
  CONSTRAINT pk_code_component_mappings PRIMARY KEY (id),
  CONSTRAINT uq_file_path UNIQUE (file_path),
  CONSTRAINT fk_code_component_mappings_component_id
    FOREIGN KEY (component_id) REFERENCES architecture_components (id)
);
CREATE INDEX idx_mappings_component                  ON code_component_mappings (component_id);
CREATE INDEX idx_mappings_file                       ON code_component_mappings (file_path);
CREATE INDEX ix_code_component_mappings_component_id ON code_component_mappings (component_id);
CREATE INDEX ix_code_component_mappings_file_path    ON code_component_mappings (file_path);

CREATE TABLE component_placements (
  id                    VARCHAR(50)  NOT NULL,
  component_name        VARCHAR(200) NOT NULL,
  component_type        VARCHAR(50)  NOT NULL,
  correct_repo          VARCHAR(100) NOT NULL,
  correct_location      VARCHAR(500),
  architecture_state_id VARCHAR(50),
  rationale             TEXT,
  rules                 TEXT,
  created_at            DATETIME     NOT NULL,
  updated_at            DATETIME     NOT NULL,
  CONSTRAINT pk_component_placements PRIMARY KEY (id),
  CONSTRAINT uq_component_placement UNIQUE (component_name, architecture_state_id),
  CONSTRAINT fk_component_placements_architecture_state_id
    FOREIGN KEY (architecture_state_id) REFERENCES architecture_states (id)
);
CREATE INDEX idx_components_name                  ON component_placements (component_name);
CREATE INDEX idx_components_repo                  ON component_placements (correct_repo);
CREATE INDEX ix_component_placements_correct_repo ON component_placements (correct_repo);

CREATE TABLE configuration_changes (
  id                 VARCHAR(50)  NOT NULL,
  repo               VARCHAR(100) NOT NULL,
  change_type        VARCHAR(50)  NOT NULL,
  component_name     VARCHAR(200),
  file_path          VARCHAR(500),
  old_value          TEXT,
  new_value          TEXT,
  changed_at         DATETIME     NOT NULL,
  changed_by         VARCHAR(100),
  commit_hash        VARCHAR(100),
  drift_detection_id VARCHAR(50),
  CONSTRAINT pk_configuration_changes PRIMARY KEY (id),
  CONSTRAINT fk_configuration_changes_drift_detection_id
    FOREIGN KEY (drift_detection_id) REFERENCES drift_detections (id)
);
CREATE INDEX idx_changes_repo                    ON configuration_changes (repo);
CREATE INDEX idx_changes_time                    ON configuration_changes (changed_at);
CREATE INDEX idx_changes_type                    ON configuration_changes (change_type);
CREATE INDEX ix_configuration_changes_changed_at ON configuration_changes (changed_at);
CREATE INDEX ix_configuration_changes_repo       ON configuration_changes (repo);

CREATE TABLE configuration_snapshots (
  id                 VARCHAR(50)  NOT NULL,
  repo               VARCHAR(100) NOT NULL,
  snapshot_type      VARCHAR(50)  NOT NULL,
  configuration_hash VARCHAR(64)  NOT NULL,
  snapshot_data      TEXT,
  taken_at           DATETIME     NOT NULL,
  taken_by           VARCHAR(100),
  notes              TEXT,
  CONSTRAINT pk_configuration_snapshots PRIMARY KEY (id)
);
CREATE INDEX idx_snapshots_repo                  ON configuration_snapshots (repo);
CREATE INDEX idx_snapshots_taken                 ON configuration_snapshots (taken_at);
CREATE INDEX ix_configuration_snapshots_repo     ON configuration_snapshots (repo);
CREATE INDEX ix_configuration_snapshots_taken_at ON configuration_snapshots (taken_at);

CREATE TABLE context_switches (
  id               VARCHAR(50)  NOT NULL,
  repo             VARCHAR(100) NOT NULL,
  repo_path        VARCHAR(500) NOT NULL,
  activated_at     DATETIME     NOT NULL,
  deactivated_at   DATETIME,
  activated_by     VARCHAR(100),
  context_id       VARCHAR(50),
  previous_context VARCHAR(100),
  context_notes    TEXT,
  duration_seconds FLOAT,
  operations_count INTEGER,
  CONSTRAINT pk_context_switches PRIMARY KEY (id),
  CONSTRAINT uq_context_switches_context_id UNIQUE (context_id)
);
CREATE INDEX idx_context_activated            ON context_switches (activated_at);
CREATE INDEX idx_context_repo                 ON context_switches (repo);
CREATE INDEX ix_context_switches_activated_at ON context_switches (activated_at);
CREATE INDEX ix_context_switches_repo         ON context_switches (repo);

CREATE TABLE cross_repo_issues (
  id               VARCHAR(50)  NOT NULL,
  issue_type       VARCHAR(50)  NOT NULL,
  severity         VARCHAR(20)  NOT NULL,
  title            VARCHAR(500) NOT NULL,
  description      TEXT,
  repos_affected   TEXT,
  detected         DATETIME     NOT NULL,
  detected_by      VARCHAR(100),
  status           VARCHAR(50)  NOT NULL,
  action_required  TEXT,
  assigned_to      VARCHAR(100),
  related_task_id  VARCHAR(50),
  resolved_at      DATETIME,
  resolved_by      VARCHAR(100),
  resolution_notes TEXT,
  extra_metadata   TEXT,
  CONSTRAINT pk_cross_repo_issues PRIMARY KEY (id),
  CONSTRAINT fk_cross_repo_issues_related_task_id
    FOREIGN KEY (related_task_id) REFERENCES workspace_tasks (id)
);
CREATE INDEX idx_issues_detected             ON cross_repo_issues (detected);
CREATE INDEX idx_issues_severity             ON cross_repo_issues (severity);
CREATE INDEX idx_issues_status               ON cross_repo_issues (status);
CREATE INDEX idx_issues_type                 ON cross_repo_issues (issue_type);
CREATE INDEX ix_cross_repo_issues_detected   ON cross_repo_issues (detected);
CREATE INDEX ix_cross_repo_issues_issue_type ON cross_repo_issues (issue_type);
CREATE INDEX ix_cross_repo_issues_severity   ON cross_repo_issues (severity);
CREATE INDEX ix_cross_repo_issues_status     ON cross_repo_issues (status);

CREATE TABLE drift_detections (
  id                VARCHAR(50)  NOT NULL,
  repo              VARCHAR(100) NOT NULL,
  violation_type    VARCHAR(50)  NOT NULL,
  severity          VARCHAR(20)  NOT NULL,
  file_path         VARCHAR(500) NOT NULL,
  component_name    VARCHAR(200),
  detected_rule     VARCHAR(200),
  expected_location VARCHAR(500),
  actual_location   VARCHAR(500),
  violation_details TEXT,
  detected_at       DATETIME     NOT NULL,
  detected_by       VARCHAR(100),
  status            VARCHAR(50)  NOT NULL,
  resolved_at       DATETIME,
  resolved_by       VARCHAR(100),
  resolution_notes  TEXT,
  related_task_id   VARCHAR(50),
  extra_metadata    TEXT,
  CONSTRAINT pk_drift_detections PRIMARY KEY (id),
  CONSTRAINT fk_drift_detections_related_task_id
    FOREIGN KEY (related_task_id) REFERENCES workspace_tasks (id)
);
CREATE INDEX idx_drift_detected                 ON drift_detections (detected_at);
CREATE INDEX idx_drift_repo                     ON drift_detections (repo);
CREATE INDEX idx_drift_severity                 ON drift_detections (severity);
CREATE INDEX idx_drift_status                   ON drift_detections (status);
CREATE INDEX idx_drift_type                     ON drift_detections (violation_type);
CREATE INDEX ix_drift_detections_detected_at    ON drift_detections (detected_at);
CREATE INDEX ix_drift_detections_repo           ON drift_detections (repo);
CREATE INDEX ix_drift_detections_severity       ON drift_detections (severity);
CREATE INDEX ix_drift_detections_status         ON drift_detections (status);
CREATE INDEX ix_drift_detections_violation_type ON drift_detections (violation_type);

CREATE TABLE drift_scans (
  id                VARCHAR(50) NOT NULL,
  scan_type         VARCHAR(50) NOT NULL,
  scan_start        DATETIME    NOT NULL,
  scan_end          DATETIME,
  repos_scanned     TEXT,
  violations_found  INTEGER,
  violations_high   INTEGER,
  violations_medium INTEGER,
  violations_low    INTEGER,
  status            VARCHAR(50) NOT NULL,
  triggered_by      VARCHAR(100),
  results_file      VARCHAR(500),
  CONSTRAINT pk_drift_scans PRIMARY KEY (id)
);
CREATE INDEX idx_scans_start           ON drift_scans (scan_start);
CREATE INDEX idx_scans_status          ON drift_scans (status);
CREATE INDEX ix_drift_scans_scan_start ON drift_scans (scan_start);
CREATE INDEX ix_drift_scans_status     ON drift_scans (status);

CREATE TABLE import_rules (
  id            VARCHAR(50)  NOT NULL,
  source_repo   VARCHAR(100) NOT NULL,
  rule_type     VARCHAR(20)  NOT NULL,
  target_module VARCHAR(200),
  reason        TEXT         NOT NULL,
  created_at    DATETIME     NOT NULL,
  CONSTRAINT pk_import_rules PRIMARY KEY (id)
);
CREATE INDEX idx_import_rules_repo       ON import_rules (source_repo);
CREATE INDEX idx_import_rules_type       ON import_rules (rule_type);
CREATE INDEX ix_import_rules_source_repo ON import_rules (source_repo);

CREATE TABLE orchestration_decisions (
  id               VARCHAR(255) NOT NULL,
  timestamp        FLOAT        NOT NULL,
  task_id          VARCHAR(255) NOT NULL,
  agent_id         VARCHAR(255),
  task_type        VARCHAR(255),
  success          INTEGER,
  failure_reason   TEXT,
  tokens_used      INTEGER,
  duration_seconds FLOAT,
  dry_run          INTEGER               DEFAULT 0,
  decision_process TEXT,
  metadata         TEXT,
  CONSTRAINT pk_orchestration_decisions PRIMARY KEY (id)
);
CREATE INDEX idx_decisions_agent_id  ON orchestration_decisions (agent_id);
CREATE INDEX idx_decisions_dry_run   ON orchestration_decisions (dry_run);
CREATE INDEX idx_decisions_success   ON orchestration_decisions (success);
CREATE INDEX idx_decisions_task_id   ON orchestration_decisions (task_id);
CREATE INDEX idx_decisions_task_type ON orchestration_decisions (task_type);
CREATE INDEX idx_decisions_timestamp ON orchestration_decisions (timestamp);

CREATE TABLE proposals (
  id                    VARCHAR(255) NOT NULL,
  hypothesis            TEXT         NOT NULL,
  rationale             TEXT         NOT NULL,
  pattern_id            VARCHAR(255),
  performance_data      TEXT,
  implementation_result TEXT,
  metadata              TEXT,
  status                VARCHAR(50)  NOT NULL,
  created_at            FLOAT        NOT NULL,
  reviewed_at           FLOAT,
  implemented_at        FLOAT,
  review_notes          TEXT,
  CONSTRAINT pk_proposals PRIMARY KEY (id)
);
CREATE INDEX idx_proposals_created_at ON proposals (created_at);
CREATE INDEX idx_proposals_pattern    ON proposals (pattern_id);
CREATE INDEX idx_proposals_status     ON proposals (status);

CREATE TABLE scale_tiers (
  id               VARCHAR(50)  NOT NULL,
  domain           VARCHAR(50)  NOT NULL,
  tier             INTEGER      NOT NULL,
  name             VARCHAR(200) NOT NULL,
  user_range       VARCHAR(100),
  solution         VARCHAR(500),
  complexity       INTEGER,
  upgrade_trigger  TEXT,
  migration_effort VARCHAR(100),
  created_at       DATETIME     NOT NULL,
  CONSTRAINT pk_scale_tiers PRIMARY KEY (id),
  CONSTRAINT uq_scale_tier_domain UNIQUE (domain, tier)
);
CREATE INDEX idx_scale_tiers_domain ON scale_tiers (domain);
CREATE INDEX idx_scale_tiers_tier   ON scale_tiers (tier);
CREATE INDEX ix_scale_tiers_domain  ON scale_tiers (domain);

CREATE TABLE session_activities (
  id             VARCHAR(50)  NOT NULL,
  session_id     VARCHAR(100) NOT NULL,
  activity_type  VARCHAR(50)  NOT NULL,
  description    TEXT         NOT NULL,
  files_created  TEXT,
  files_modified TEXT,
  outcome        TEXT,
  time           DATETIME     NOT NULL,
  extra_metadata TEXT,
  CONSTRAINT pk_session_activities PRIMARY KEY (id),
  CONSTRAINT fk_session_activities_session_id
    FOREIGN KEY (session_id) REFERENCES workspace_sessions (id) ON DELETE CASCADE
);
CREATE INDEX idx_activities_session           ON session_activities (session_id);
CREATE INDEX idx_activities_time              ON session_activities (time);
CREATE INDEX idx_activities_type              ON session_activities (activity_type);
CREATE INDEX ix_session_activities_session_id ON session_activities (session_id);
CREATE INDEX ix_session_activities_time       ON session_activities (time);

CREATE TABLE session_decisions (
  id          VARCHAR(50)  NOT NULL,
  session_id  VARCHAR(100) NOT NULL,
  decision_id VARCHAR(50),
  CONSTRAINT pk_session_decisions PRIMARY KEY (id),
  CONSTRAINT fk_session_decisions_session_id
    FOREIGN KEY (session_id) REFERENCES workspace_sessions (id) ON DELETE CASCADE,
  CONSTRAINT fk_session_decisions_decision_id
    FOREIGN KEY (decision_id) REFERENCES architecture_decisions (id)
);
CREATE INDEX idx_session_decisions_session   ON session_decisions (session_id);
CREATE INDEX ix_session_decisions_session_id ON session_decisions (session_id);

CREATE TABLE session_issues (
  id         VARCHAR(50)  NOT NULL,
  session_id VARCHAR(100) NOT NULL,
  issue_id   VARCHAR(50),
  CONSTRAINT pk_session_issues PRIMARY KEY (id),
  CONSTRAINT fk_session_issues_session_id
    FOREIGN KEY (session_id) REFERENCES workspace_sessions (id) ON DELETE CASCADE,
  CONSTRAINT fk_session_issues_issue_id
    FOREIGN KEY (issue_id) REFERENCES cross_repo_issues (id)
);
CREATE INDEX idx_session_issues_session   ON session_issues (session_id);
CREATE INDEX ix_session_issues_session_id ON session_issues (session_id);

CREATE TABLE task_queue_metadata (
  "key"      VARCHAR(255) NOT NULL,
  value      TEXT,
  updated_at VARCHAR(100),
  CONSTRAINT pk_task_queue_metadata PRIMARY KEY ("key")
);
CREATE INDEX idx_task_queue_metadata_updated_at ON task_queue_metadata (updated_at);

CREATE TABLE tasks (
  id                  VARCHAR(255) NOT NULL,
  title               VARCHAR(500) NOT NULL,
  description         TEXT,
  status              VARCHAR(100) NOT NULL,
  priority            VARCHAR(50)  NOT NULL,
  capability_required VARCHAR(255),
  estimated_tokens    INTEGER,
  tags                TEXT,
  dependencies        TEXT,
  failures            TEXT,
  metadata            TEXT,
  file                VARCHAR(500),
  created_by          VARCHAR(255),
  created_at          VARCHAR(100),
  updated_at          VARCHAR(100),
  version             INTEGER      NOT NULL DEFAULT 0,
  CONSTRAINT pk_tasks PRIMARY KEY (id)
);
CREATE INDEX idx_tasks_capability_required ON tasks (capability_required);
CREATE INDEX idx_tasks_tags                ON tasks (tags);
CREATE INDEX idx_tasks_updated_at          ON tasks (updated_at);
CREATE INDEX ix_tasks_priority             ON tasks (priority);
CREATE INDEX ix_tasks_status               ON tasks (status);

CREATE TABLE tributary_ledger (
  id             INTEGER NOT NULL CONSTRAINT pk_tributary_ledger PRIMARY KEY,
  version        TEXT    NOT NULL,
  source         TEXT    NOT NULL,
  source_file    TEXT    NOT NULL,
  fingerprint    TEXT    NOT NULL,
  table_name     TEXT    NOT NULL,
  rows_read      INTEGER NOT NULL,
  rows_copied    INTEGER NOT NULL,
  rows_identical INTEGER NOT NULL,
  rows_changed   INTEGER NOT NULL,
  source_digest  TEXT    NOT NULL,
  target_digest  TEXT    NOT NULL,
  policy         TEXT    NOT NULL,
  tool_version   TEXT    NOT NULL,
  recorded_at    TEXT    NOT NULL,
  took_ms        INTEGER NOT NULL,
  statement      TEXT    NOT NULL
);

CREATE TABLE unregistered_files (
  id                    VARCHAR(50)  NOT NULL,
  file_path             VARCHAR(500) NOT NULL,
  repo                  VARCHAR(100) NOT NULL,
  first_detected        DATETIME     NOT NULL,
  last_seen             DATETIME     NOT NULL,
  detection_count       INTEGER,
  status                VARCHAR(50),
  assigned_component_id VARCHAR(50),
  review_notes          TEXT,
  reviewed_by           VARCHAR(100),
  reviewed_at           DATETIME,
  CONSTRAINT pk_unregistered_files PRIMARY KEY (id),
  CONSTRAINT fk_unregistered_files_assigned_component_id
    FOREIGN KEY (assigned_component_id) REFERENCES architecture_components (id)
);
CREATE INDEX idx_unregistered_repo                  ON unregistered_files (repo);
CREATE INDEX idx_unregistered_status                ON unregistered_files (status);
CREATE UNIQUE INDEX ix_unregistered_files_file_path ON unregistered_files (file_path);
CREATE INDEX ix_unregistered_files_repo             ON unregistered_files (repo);
CREATE INDEX ix_unregistered_files_status           ON unregistered_files (status);

CREATE TABLE violations (
  id             VARCHAR(50) NOT NULL,
  task_id        VARCHAR(50),
  violation_type VARCHAR(50) NOT NULL,
  severity       VARCHAR(20) NOT NULL,
  message        TEXT        NOT NULL,
  file_path      VARCHAR(500),
  line_number    INTEGER,
  rule_violated  VARCHAR(500),
  fix_required   TEXT,
  status         VARCHAR(20),
  resolved_at    DATETIME,
  detected_at    DATETIME    NOT NULL,
  CONSTRAINT pk_violations PRIMARY KEY (id),
  CONSTRAINT fk_violations_task_id
    FOREIGN KEY (task_id) REFERENCES workspace_tasks (id)
);
CREATE INDEX idx_violations_severity      ON violations (severity);
CREATE INDEX idx_violations_status        ON violations (status);
CREATE INDEX idx_violations_task          ON violations (task_id);
CREATE INDEX idx_violations_type          ON violations (violation_type);
CREATE INDEX ix_violations_detected_at    ON violations (detected_at);
CREATE INDEX ix_violations_severity       ON violations (severity);
CREATE INDEX ix_violations_status         ON violations (status);
CREATE INDEX ix_violations_task_id        ON violations (task_id);
CREATE INDEX ix_violations_violation_type ON violations (violation_type);

CREATE TABLE work_contexts (
  id                  VARCHAR(50)  NOT NULL,
  repo                VARCHAR(100) NOT NULL,
  repo_path           VARCHAR(500) NOT NULL,
  activated_at        DATETIME     NOT NULL,
  activated_by        VARCHAR(100),
  is_active           BOOLEAN,
  notes               TEXT,
  previous_context_id VARCHAR(50),
  CONSTRAINT pk_work_contexts PRIMARY KEY (id),
  CONSTRAINT fk_work_contexts_previous_context_id
    FOREIGN KEY (previous_context_id) REFERENCES work_contexts (id)
);
CREATE INDEX idx_work_context_activated    ON work_contexts (activated_at);
CREATE INDEX idx_work_context_active       ON work_contexts (is_active);
CREATE INDEX idx_work_context_repo         ON work_contexts (repo);
CREATE INDEX ix_work_contexts_activated_at ON work_contexts (activated_at);
CREATE INDEX ix_work_contexts_is_active    ON work_contexts (is_active);
CREATE INDEX ix_work_contexts_repo         ON work_contexts (repo);

CREATE TABLE workflow_stages (
  id                  VARCHAR(50)  NOT NULL,
  workflow_id         VARCHAR(50)  NOT NULL,
  stage_number        INTEGER      NOT NULL,
  name                VARCHAR(200) NOT NULL,
  validation_required BOOLEAN,
  validation_type     VARCHAR(50),
  status              VARCHAR(20),
  completed_at        DATETIME,
  CONSTRAINT pk_workflow_stages PRIMARY KEY (id),
  CONSTRAINT fk_workflow_stages_workflow_id
    FOREIGN KEY (workflow_id) REFERENCES workflows (id)
);
CREATE INDEX idx_workflow_stages_status     ON workflow_stages (status);
CREATE INDEX idx_workflow_stages_workflow   ON workflow_stages (workflow_id);
CREATE INDEX ix_workflow_stages_status      ON workflow_stages (status);
CREATE INDEX ix_workflow_stages_workflow_id ON workflow_stages (workflow_id);

CREATE TABLE workflows (
  id            VARCHAR(50)  NOT NULL,
  workflow_id   VARCHAR(20),
  name          VARCHAR(500) NOT NULL,
  workflow_type VARCHAR(50),
  allowed_repos TEXT,
  status        VARCHAR(20),
  current_stage INTEGER,
  created_at    DATETIME     NOT NULL,
  completed_at  DATETIME,
  CONSTRAINT pk_workflows PRIMARY KEY (id),
  CONSTRAINT uq_workflows_workflow_id UNIQUE (workflow_id)
);
CREATE INDEX idx_workflows_status ON workflows (status);
CREATE INDEX idx_workflows_type   ON workflows (workflow_type);
CREATE INDEX ix_workflows_status  ON workflows (status);

CREATE TABLE workspace_sessions (
  id            VARCHAR(100) NOT NULL,
  start_time    DATETIME     NOT NULL,
  end_time      DATETIME,
  status        VARCHAR(50)  NOT NULL,
  user          VARCHAR(100),
  ai_assistant  VARCHAR(100),
  handoff_notes TEXT,
  CONSTRAINT pk_workspace_sessions PRIMARY KEY (id)
);
CREATE INDEX idx_sessions_start               ON workspace_sessions (start_time);
CREATE INDEX idx_sessions_status              ON workspace_sessions (status);
CREATE INDEX ix_workspace_sessions_start_time ON workspace_sessions (start_time);
CREATE INDEX ix_workspace_sessions_status     ON workspace_sessions (status);

CREATE TABLE workspace_tasks (
  id                       VARCHAR(50)  NOT NULL,
  title                    VARCHAR(500) NOT NULL,
  description              TEXT,
  status                   VARCHAR(50)  NOT NULL,
  priority                 VARCHAR(20),
  repos_affected           TEXT,
  dependencies             TEXT,
  created                  DATETIME     NOT NULL,
  updated                  DATETIME     NOT NULL,
  session_created          VARCHAR(100),
  assigned_to              VARCHAR(100),
  notes                    TEXT,
  related_files            TEXT,
  extra_metadata           TEXT,
  workflow_id              TEXT,
  assigned_repo            TEXT,
  assigned_by              TEXT,
  bastard_plan_grade       TEXT,
  bastard_completion_grade TEXT,
  scale_tier               INTEGER,
  started_at               TIMESTAMP,
  completed_at             TIMESTAMP,
  CONSTRAINT pk_workspace_tasks PRIMARY KEY (id)
);
CREATE INDEX idx_tasks_created           ON workspace_tasks (created);
CREATE INDEX idx_tasks_priority          ON workspace_tasks (priority);
CREATE INDEX idx_tasks_status            ON workspace_tasks (status);
CREATE INDEX ix_workspace_tasks_created  ON workspace_tasks (created);
CREATE INDEX ix_workspace_tasks_priority ON workspace_tasks (priority);
CREATE INDEX ix_workspace_tasks_status   ON workspace_tasks (status);
