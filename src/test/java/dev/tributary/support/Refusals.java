package dev.tributary.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.fault.Fault;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The one check that stands behind every refusal: three lines that help, and a folder that is as it was. */
public final class Refusals {
    private Refusals() {}

    /**
     * Runs what must be refused.
     *
     * @param folder holds everything that the run could touch; every file in it must stay as it is, and none may be added
     * @return the fault, to be asked for its words
     */
    public static Fault refused(Path folder, ThrowingCallable run) {
        FolderSnapshot before = FolderSnapshot.of(folder);
        Throwable thrown = catchThrowable(run);
        assertThat(thrown).isInstanceOf(Fault.class);
        Fault fault = (Fault) thrown;
        requireThreeLines(fault);
        assertThat(fault.effect()).isEqualTo("nothing changed");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
        return fault;
    }

    /** What, why and next are there, each on one line, and none of them is a stack trace or a class name. */
    public static void requireThreeLines(Fault fault) {
        assertThat(fault.getMessage().lines()).hasSize(3);
        assertThat(fault.getMessage().lines().toList().get(0)).startsWith("Refused, ");
        for (String part : new String[] {fault.what(), fault.why(), fault.next()}) {
            assertThat(part)
                    .isNotBlank()
                    .doesNotContain("\tat ")
                    .doesNotContainPattern("\\b(java|javax|org|dev)\\.\\w+\\.\\w")
                    .doesNotContain("null");
        }
    }
}
