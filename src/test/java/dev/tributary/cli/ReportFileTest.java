package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Unwritable;
import dev.tributary.support.WorkspaceFiles;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The page of a run. It is well-formed XML too, so that a parser would notice anything that was not escaped. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReportFileTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path old;
    private Path page;

    @BeforeEach
    void files() {
        db = folder.resolve("workspace.db");
        old = WorkspaceFiles.sources(folder.resolve("old"));
        page = folder.resolve("run.html");
    }

    private Cli run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command, "workspace", "--db", db.toString(), "--sources", old.toString(), "--report", page.toString()));
        words.addAll(List.of(more));
        return Cli.run(words.toArray(String[]::new));
    }

    private Document parsed() throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        return builder.parse(new InputSource(new StringReader(Files.readString(page))));
    }

    private static List<String> texts(Document document, String element) {
        NodeList found = document.getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            texts.add(found.item(i).getTextContent());
        }
        return texts;
    }

    @Test
    void a_migration_is_drawn_with_its_steps_its_backup_and_the_way_back() throws Exception {
        Cli cli = run("migrate");

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).endsWith("Report    " + page + "\n");
        Document document = parsed();
        assertThat(texts(document, "h1")).containsExactly("migrate workspace");
        assertThat(texts(document, "h2"))
                .contains("Steps", "Versions", "How to go back")
                .anyMatch(title -> title.startsWith("Backup " + db + ".backups"));
        assertThat(texts(document, "path"))
                .containsExactly(
                        "proposals.proposals: 1 row",
                        "task_queue.tasks: 85 rows",
                        "task_queue.task_queue_metadata: 5 rows");
        String digest = Sqlite.value(db, "SELECT source_digest FROM tributary_ledger WHERE table_name = 'tasks'");
        assertThat(texts(document, "td")).contains("85", digest, "the same", "source absent");
        assertThat(texts(document, "pre")).anyMatch(text -> text.contains("restore workspace --db " + db + " --from "));
        assertThat(texts(document, "details")).singleElement().asString().contains("Done: " + db);
    }

    @Test
    void a_page_brings_everything_with_it_and_is_its_owners_only() throws Exception {
        run("plan");

        String html = Files.readString(page);
        assertThat(html)
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains(
                        "default-src 'none'; style-src 'unsafe-inline'",
                        "prefers-color-scheme: dark",
                        "width=device-width")
                .doesNotContain("<script", "http://", "https://", "src=", "@import", "url(");
        if (page.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("run.html.unfinished")).doesNotExist();
    }

    @Test
    void what_was_refused_is_on_the_page_with_its_reason_and_the_next_step() throws Exception {
        WorkspaceFiles.workspace(db);
        Sqlite.script(db, "CREATE TABLE tasks (id TEXT PRIMARY KEY, \"<img src=x onerror='alert(1)'>&\" TEXT)");

        Cli cli = run("migrate");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        Document document = parsed();
        assertThat(texts(document, "h2")).containsExactly("Refused");
        Element verdict = (Element) document.getElementsByTagName("p").item(0);
        assertThat(verdict.getTextContent()).isEqualTo("Refused, nothing changed.");
        assertThat(cli.err()).contains(texts(document, "strong").get(0));
        assertThat(texts(document, "p")).anyMatch(text -> text.startsWith("Why: "));
        assertThat(texts(document, "p")).anyMatch(text -> text.startsWith("Next: "));
        assertThat(document.getElementsByTagName("img").getLength()).isZero();
    }

    @Test
    void nothing_that_comes_from_files_or_paths_becomes_markup() throws Exception {
        Path nasty = Files.createDirectories(folder.resolve("<b>&'\"x\"'\u202e;"));
        db = nasty.resolve("</title><script>alert(1)</script>.db".replace("/", ""));
        old = WorkspaceFiles.sources(nasty.resolve("<i>old"));
        Sqlite.script(
                old.resolve("task_queue.db"), "CREATE TABLE \"<u>&amp;\" (a); INSERT INTO \"<u>&amp;\" VALUES (1)");
        for (String command : List.of("plan", "migrate", "verify", "info", "backup")) {
            page = folder.resolve(command + ".html");

            Cli cli = command.equals("info")
                    ? Cli.run("info", "workspace", "--db", db.toString(), "--report", page.toString())
                    : run(command);

            assertThat(cli.exit()).as(cli.err()).isZero();
            Document document = parsed();
            for (String element : List.of("b", "i", "u", "script", "img")) {
                assertThat(document.getElementsByTagName(element).getLength())
                        .as(command + " " + element)
                        .isZero();
            }
            assertThat(document.getDocumentElement().getTextContent())
                    .doesNotContain("\u202e")
                    .contains("<i>old");
        }
    }

    @Test
    void a_file_that_is_there_is_never_written_over_and_the_run_does_not_begin() throws Exception {
        Files.writeString(page, "mine");
        FolderSnapshot before = FolderSnapshot.of(folder);

        Cli cli = run("migrate");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.err()).startsWith("Refused, nothing changed: the page is there already: " + page);
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void a_place_that_cannot_take_the_page_stops_the_run_before_it_begins() throws Exception {
        page = folder.resolve("none/run.html");
        assertThat(run("migrate").err()).startsWith("Refused, nothing changed: the page cannot be written: " + page);
        page = folder.resolve("run.txt");
        assertThat(run("migrate").exit()).isEqualTo(ExitCode.USAGE.code());
        Path closed = Files.createDirectory(folder.resolve("closed"));
        page = closed.resolve("run.html");
        try (Unwritable unwritable = Unwritable.of(closed)) {
            assertThat(run("migrate").err()).contains(closed + " may not be written");
        }
        assertThat(db).doesNotExist();
    }

    @Test
    void a_page_that_cannot_be_written_at_the_end_loses_nothing_of_the_result() throws Exception {
        Files.createFile(folder.resolve("run.html.unfinished"));

        Cli cli = run("migrate");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.out()).contains("Done: " + db);
        assertThat(cli.err())
                .startsWith("Refused, the command itself has ended, as it says above; its page is missing: ");
    }

    @Test
    void with_json_there_is_one_document_and_a_page() throws Exception {
        Cli cli = run("verify", "--json");

        assertThat(cli.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(cli.fault().required("what").asString()).contains("the target does not exist");
        assertThat(texts(parsed(), "strong")).containsExactly("the target does not exist: " + db);
    }
}
