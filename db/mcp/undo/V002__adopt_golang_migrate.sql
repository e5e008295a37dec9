-- golang-migrate's trackers say again what they said, and one that was not there goes. One that has moved on since
-- stops it: a service has migrated, and what it found is no longer what would be put back.
DO $trackers$
DECLARE
  was     RECORD;
  tracker TEXT;
  moved   TEXT;
BEGIN
  FOR was IN SELECT tracker_schema, tracker_table, tracker_existed, found_version, found_dirty
               FROM mcp.schema_adoption ORDER BY id LOOP
    tracker := format('%I.%I', was.tracker_schema, was.tracker_table);
    IF to_regclass(tracker) IS NULL AND NOT was.tracker_existed THEN
      CONTINUE;
    END IF;
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', tracker);
    EXECUTE format('SELECT string_agg(format(''version %%s%%s'', version, CASE WHEN dirty THEN '', dirty'' ELSE '''' END), ''; '')'
                   ' FROM %s WHERE version <> 1 OR dirty', tracker) INTO moved;
    IF moved IS NOT NULL THEN
      RAISE EXCEPTION 'the tracker % has moved on since it was adopted: %', tracker, moved;
    END IF;
    IF NOT was.tracker_existed THEN
      EXECUTE format('DROP TABLE %s', tracker);
    ELSIF was.found_version IS NULL THEN
      EXECUTE format('DELETE FROM %s', tracker);
    ELSE
      EXECUTE format('UPDATE %s SET version = $1, dirty = $2', tracker) USING was.found_version, was.found_dirty;
    END IF;
  END LOOP;
END
$trackers$;
DROP TABLE mcp.schema_adoption;
