package dev.tributary.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NameMapTest {
    private static final String HEADER = "kind,domain,old,new,stored\n";

    private static NameMap roadmap() throws IOException {
        return NameMap.parse(Files.readString(Path.of("db/roadmap/names.csv")));
    }

    @Test
    void the_roadmap_has_twenty_tables_in_eight_domains() throws IOException {
        assertThat(roadmap().tables())
                .hasSize(20)
                .allSatisfy(name -> assertThat(name.newName()).startsWith(name.domain() + "_"))
                .extracting(NameMap.Name::domain)
                .containsOnly(
                        "roadmap", "specs", "review", "orchestrator", "notification", "messaging", "metrics", "system");
    }

    @Test
    void five_files_become_one() throws IOException {
        assertThat(roadmap().files())
                .hasSize(5)
                .allSatisfy(name -> assertThat(name.newName()).isEqualTo("roadmap.db"));
    }

    @Test
    void a_name_that_two_files_shared_has_two_meanings() throws IOException {
        assertThat(roadmap().tablesOnceCalled("Notifications"))
                .extracting(NameMap.Name::newName, NameMap.Name::storedName)
                .containsExactly(
                        tuple("notification_roadmap", "notifications"),
                        tuple("notification_user", "notification_user"));
    }

    @Test
    void a_table_is_looked_for_under_its_new_name_first() throws IOException {
        assertThat(roadmap().presentNames("bugs")).containsExactly("orchestrator_bug", "bugs");
        assertThat(roadmap().presentNames("notification_user")).containsExactly("notification_user");
        assertThat(roadmap().presentNames("somebody_elses")).containsExactly("somebody_elses");
    }

    @Test
    void another_old_name_is_one_only_where_it_is_in_use() throws IOException {
        NameMap.Name queue = roadmap().tableCalled("orchestrator_tasks").orElseThrow();
        Table tasks = table("tasks");

        assertThat(roadmap().inUse(catalog(List.of(tasks))).tableCalled("tasks"))
                .hasValueSatisfying(name -> {
                    assertThat(name.storedName()).isEqualTo("tasks");
                    assertThat(name.oldNames()).containsExactly("orchestrator_tasks", "tasks");
                    assertThat(name.besides("tasks")).containsExactly("orchestrator_task", "orchestrator_tasks");
                });
        assertThat(roadmap().inUse(catalog(List.of(tasks, table("orchestrator_tasks")))))
                .as("an unrelated table of that name")
                .isEqualTo(roadmap());
        Catalog switched = catalog(
                List.of(table("orchestrator_task")),
                new Catalog.Definition("tasks", "tasks", "CREATE VIEW tasks AS " + Catalog.Definition.SECOND_NAME));
        assertThat(roadmap().inUse(switched).tableCalled("tasks")).hasValueSatisfying(name -> {
            assertThat(name.storedName()).isEqualTo(queue.storedName());
            assertThat(name.oldNames()).containsExactly("orchestrator_tasks", "tasks");
        });
        assertThat(roadmap().inUse(switched).inUse(switched))
                .as("the second time nothing changes")
                .isEqualTo(roadmap().inUse(switched));
        assertThat(roadmap()
                        .inUse(catalog(
                                List.of(table("orchestrator_task")),
                                new Catalog.Definition("tasks", "tasks", "CREATE VIEW tasks AS SELECT 1"))))
                .as("somebody's own view of that name")
                .isEqualTo(roadmap());
    }

    private static Catalog catalog(List<Table> tables, Catalog.Definition... views) {
        return new Catalog(tables, List.of(views), List.of());
    }

    private static Table table(String name) {
        return new Table(name, List.of(), List.of(), List.of(), false, "");
    }

    @Test
    void a_file_that_cannot_be_meant_is_refused() {
        for (String broken : List.of(
                "",
                "table,a,b,c,b",
                HEADER + "table,a,b,c",
                HEADER + "table,a,,c,b",
                HEADER + "view,a,b,c,b",
                HEADER + "table,a,b,c,b\ntable,a,d,C,d",
                HEADER + "table,a,b,c,b\ntable,a,d,e,B")) {
            assertThatIllegalArgumentException().as(broken).isThrownBy(() -> NameMap.parse(broken));
        }
    }
}
