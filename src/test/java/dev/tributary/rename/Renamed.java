package dev.tributary.rename;

import dev.tributary.catalog.NameMap;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.RoadmapFiles;
import java.nio.file.Path;
import java.sql.SQLException;

/** Takes steps on a file, each in a transaction of its own. */
final class Renamed {
    private Renamed() {}

    static RenameResult step(Path file, NameMap map, Step step, boolean dropBroken) throws SQLException {
        try (ManagedConnection connection = SqliteFiles.openForWriting(file)) {
            connection.setAutoCommit(false);
            RenameResult result = new Renaming(connection, map, dropBroken).run(step);
            connection.commit();
            return result;
        }
    }

    static RenameResult step(Path file, Step step) throws SQLException {
        return step(file, RoadmapFiles.names(), step, false);
    }

    /** A map from lines such as {@code t=d_t}. */
    static NameMap map(String... renames) {
        StringBuilder csv = new StringBuilder("kind,domain,old,new,stored");
        for (String rename : renames) {
            String[] names = rename.split("=");
            csv.append("\ntable,d,")
                    .append(names[0])
                    .append(',')
                    .append(names[1])
                    .append(',')
                    .append(names[0]);
        }
        return NameMap.parse(csv.toString());
    }
}
