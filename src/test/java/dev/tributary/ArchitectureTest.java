package dev.tributary;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the house and the flow through them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ArchitectureTest {
    /** In the order of the flow: a room imports only rooms before it. */
    private static final List<String> ROOMS = List.of(
            "fault",
            "catalog",
            "references",
            "document",
            "source",
            "plan",
            "copy",
            "verify",
            "ledger",
            "consolidation",
            "rename",
            "safety",
            "postgres",
            "migrate",
            "report",
            "cli");

    /** Looks at a file without opening it: closing a descriptor would drop SQLite's locks on a database. */
    private static final Set<String> LOOKS = Set.of(
            "exists",
            "notExists",
            "size",
            "isDirectory",
            "isRegularFile",
            "isReadable",
            "isWritable",
            "isSameFile",
            "getFileStore");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("dev.tributary", "db");

    private static String room(String name) {
        return "dev.tributary." + name + "..";
    }

    @Test
    void every_package_is_a_room() {
        assertThat(MAIN.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("dev.tributary."))
                        .map(name -> name.substring("dev.tributary.".length()))
                        .distinct())
                .isSubsetOf(ROOMS);
    }

    @TestFactory
    Stream<DynamicTest> a_room_imports_only_rooms_before_it() {
        return Stream.iterate(0, i -> i < ROOMS.size(), i -> i + 1)
                .filter(i -> MAIN.containPackage("dev.tributary." + ROOMS.get(i)))
                .map(i -> DynamicTest.dynamicTest(ROOMS.get(i), () -> {
                    String[] later = ROOMS.subList(i + 1, ROOMS.size()).stream()
                            .map(ArchitectureTest::room)
                            .toArray(String[]::new);
                    DescribedPredicate<JavaClass> forbidden = resideInAPackage("db..");
                    if (later.length > 0) {
                        forbidden = forbidden.or(resideInAnyPackage(later));
                    }
                    noClasses()
                            .that()
                            .resideInAPackage(room(ROOMS.get(i)))
                            .should()
                            .dependOnClassesThat(forbidden)
                            .check(MAIN);
                }));
    }

    @Test
    void there_are_no_cycles() {
        slices().matching("dev.tributary.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void the_front_door_is_opened_by_the_command_line_only() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(room("cli"), "dev.tributary")
                .should()
                .dependOnClassesThat(describe("are Tributary", type -> type.isEquivalentTo(Tributary.class))));
    }

    @Test
    void nobody_imports_the_migrations() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.tributary..")
                .should()
                .dependOnClassesThat(resideInAPackage("db..")));
    }

    @Test
    void only_the_command_line_prints_and_exits() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(room("cli"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethodWhere(target(owner(describe("Runtime", type -> type.isEquivalentTo(Runtime.class)))))
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void only_source_and_safety_open_files() {
        // the command line writes the demo's files and reports, which are nobody's databases while they are written;
        // references reads and writes programs, by the endings of their names, and never in a run that opens a database
        check(noClasses()
                .that()
                .resideOutsideOfPackages(room("source"), room("safety"), room("cli"), room("references"))
                .should()
                .accessTargetWhere(describe("it may open a file", ArchitectureTest::mayOpenAFile)));
    }

    private static boolean mayOpenAFile(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        JavaClass owner = target.getOwner();
        String name = owner.getName();
        if (owner.isEquivalentTo(Files.class)) {
            return !LOOKS.contains(target.getName());
        }
        boolean opens = name.startsWith("java.nio.channels.") && !"close".equals(target.getName())
                || name.matches("java\\.io\\.(File(Input|Output)Stream|File(Reader|Writer)|RandomAccessFile|PrintWriter"
                        + "|PrintStream)")
                || name.equals("java.util.Scanner");
        boolean createsFile = name.equals("java.io.File")
                && Set.of("createNewFile", "createTempFile", "delete", "renameTo", "deleteOnExit")
                        .contains(target.getName());
        return opens || createsFile;
    }

    @Test
    void the_rule_about_files_sees_what_opens_one_and_lets_the_looks_pass() {
        JavaClasses here = new ClassFileImporter().importClasses(Opener.class, Looker.class);
        ArchRule rule =
                noClasses().should().accessTargetWhere(describe("it may open a file", ArchitectureTest::mayOpenAFile));
        assertThat(rule.evaluate(here).getFailureReport().getDetails())
                .hasSize(3)
                .allSatisfy(detail -> assertThat(detail).contains("Opener"));
    }

    /** Does what only two rooms may do. */
    static final class Opener {
        static void open(Path path) throws java.io.IOException {
            Files.readAllBytes(path);
            java.nio.channels.FileChannel.open(path).close();
            java.util.function.Consumer<java.io.File> byReference = java.io.File::deleteOnExit;
            byReference.accept(path.toFile());
        }
    }

    /** Does what every room may do. */
    static final class Looker {
        static boolean look(Path path) throws java.io.IOException {
            return Files.exists(path) && Files.size(path) > 0;
        }
    }

    @Test
    void nobody_asks_the_driver_manager_for_a_connection() {
        check(noClasses()
                .should()
                .dependOnClassesThat(
                        describe("are DriverManager", type -> type.isEquivalentTo(java.sql.DriverManager.class))));
    }

    /** Java reads its own immutable copies in an order that is another one in the next process; checksums and reports would be too. */
    @Test
    void what_is_kept_is_kept_in_its_order() {
        check(noClasses()
                .should()
                .callMethod(java.util.Map.class, "copyOf", java.util.Map.class)
                .orShould()
                .callMethod(Set.class, "copyOf", java.util.Collection.class));
    }

    @Test
    void every_migration_is_a_public_final_class_with_a_public_constructor() {
        check(classes()
                .that()
                .resideInAPackage("db..")
                .should()
                .bePublic()
                .andShould()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveOnlyFinalFields());
        assertThat(MAIN.stream().filter(type -> type.getPackageName().startsWith("db.")))
                .isNotEmpty()
                .allSatisfy(
                        type -> assertThat(type.getConstructor().getModifiers()).contains(JavaModifier.PUBLIC));
    }

    @Test
    void classes_are_final_records_interfaces_or_made_to_be_extended() {
        check(classes()
                .that(describe(
                        "are plain classes",
                        type -> !type.isInterface() && !type.isEnum() && !type.isRecord() && !type.isAnonymousClass()))
                .and()
                .areTopLevelClasses()
                .should(ArchConditions.haveModifier(JavaModifier.FINAL)
                        .or(ArchConditions.haveModifier(JavaModifier.ABSTRACT))));
    }

    @Test
    void every_package_says_what_it_is_for() throws Exception {
        List<String> silent = new ArrayList<>();
        for (JavaPackage each : MAIN.getPackage("dev.tributary").getSubpackagesInTree()) {
            Path folder = Path.of("src/main/java", each.getName().split("\\."));
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info) || !Files.readString(info).startsWith("/**")) {
                silent.add(each.getName());
            }
        }
        assertThat(silent).isEmpty();
    }

    private static void check(ArchRule rule) {
        rule.check(MAIN);
    }
}
