package example;

import dev.tributary.Tributary;
import dev.tributary.migrate.StartReport;
import dev.tributary.migrate.StartSettings;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application whose data source exists only once the database has every version. */
@SpringBootApplication
public class SpringStart {
    public static void main(String[] arguments) {
        SpringApplication.run(SpringStart.class, arguments);
    }

    /** Refuses the start with what, why and what to do next; nothing has changed then. */
    @Bean
    StartReport migrated(
            @Value("${tributary.db}") Path db,
            @Value("${tributary.sources}") String sources,
            @Value("${tributary.replica}") boolean replica) {
        Tributary named = Tributary.workspace(db);
        Tributary workspace = sources.isEmpty() ? named.noSources() : named.sources(Path.of(sources));
        StartSettings start = StartSettings.defaults().waitAtMost(Duration.ofMinutes(2));
        return workspace.migrateOnStart(replica ? start.validateOnly() : start);
    }

    /** Takes the report, so that nobody gets a connection before there is one. */
    @Bean
    DataSource dataSource(StartReport migrated) {
        return DataSourceBuilder.create()
                .url("jdbc:sqlite:" + migrated.database())
                .build();
    }

    @Bean
    CommandLineRunner begin(StartReport migrated, JdbcTemplate jdbc) {
        return arguments -> {
            System.out.println(migrated.asText());
            System.out.println("tasks: " + jdbc.queryForObject("SELECT count(*) FROM tasks", Long.class));
        };
    }
}
