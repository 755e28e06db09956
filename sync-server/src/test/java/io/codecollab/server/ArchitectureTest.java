package io.codecollab.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/** The import table of ARCHITECTURE.md. */
@AnalyzeClasses(packages = "io.codecollab", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule importsRunOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.codecollab..")
            .layer("cli")
            .definedBy("io.codecollab.server.cli..")
            .layer("wiring")
            .definedBy("io.codecollab.server")
            .layer("transport")
            .definedBy("io.codecollab.server.transport..")
            .layer("http")
            .definedBy("io.codecollab.server.http..")
            .layer("ops")
            .definedBy("io.codecollab.server.ops..")
            .layer("session")
            .definedBy("io.codecollab.server.session..")
            .layer("protocol")
            .definedBy("io.codecollab.server.protocol..")
            .layer("storage")
            .definedBy("io.codecollab.server.storage..")
            .layer("relay")
            .definedBy("io.codecollab.server.relay..")
            .layer("webhook")
            .definedBy("io.codecollab.server.webhook..")
            .layer("auth")
            .definedBy("io.codecollab.server.auth..")
            .layer("document")
            .definedBy("io.codecollab.server.document..")
            .layer("persistence")
            .definedBy("io.codecollab.persistence..")
            .layer("crdt")
            .definedBy("io.codecollab.crdt..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("wiring")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("transport") // the relay's connections live on its threads
            .mayOnlyBeAccessedByLayers("cli", "wiring", "relay")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("cli", "wiring", "transport")
            .whereLayer("ops")
            .mayOnlyBeAccessedByLayers(
                    "cli", "wiring", "http", "transport", "session", "document", "storage", "relay", "webhook", "auth")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("wiring", "transport", "http")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("wiring", "transport", "session")
            .whereLayer("storage")
            .mayOnlyBeAccessedByLayers("cli", "wiring")
            .whereLayer("relay")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("webhook")
            .mayOnlyBeAccessedByLayers("cli", "wiring")
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("cli", "wiring", "transport", "http", "session")
            .whereLayer("document")
            .mayOnlyBeAccessedByLayers(
                    "cli", "wiring", "transport", "session", "storage", "relay", "http", "auth", "webhook")
            .whereLayer("persistence")
            .mayOnlyBeAccessedByLayers("cli", "wiring", "storage", "auth", "http", "webhook")
            .whereLayer("crdt")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "wiring",
                    "protocol",
                    "session",
                    "http",
                    "storage",
                    "relay",
                    "document",
                    "auth",
                    "webhook",
                    "ops");

    @ArchTest
    static final ArchRule onlyTransportSeesNetty = noClasses()
            .that()
            .resideOutsideOfPackage("io.codecollab.server.transport..")
            .and()
            .doNotHaveSimpleName("SharedEventLoops")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule theRelaySeesOnlyTheThreadsOfTransport = noClasses()
            .that()
            .resideInAPackage("io.codecollab.server.relay..")
            .and()
            .doNotHaveSimpleName("SharedEventLoops")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.codecollab.server.transport..").and(not(simpleName("EventLoops"))));

    @ArchTest
    static final ArchRule onlyRelaySeesRedis = noClasses()
            .that()
            .resideOutsideOfPackage("io.codecollab.server.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lettuce..");

    @ArchTest
    static final ArchRule onlyAuthSeesTokens = noClasses()
            .that()
            .resideOutsideOfPackage("io.codecollab.server.auth..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds..");

    @ArchTest
    static final ArchRule onlyPersistenceSeesSql = noClasses()
            .that()
            .resideOutsideOfPackage("io.codecollab.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..", "org.sqlite..");

    @ArchTest
    static final ArchRule theStoreNeverDecodes = noClasses()
            .that()
            .resideInAPackage("io.codecollab.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.codecollab.crdt..");

    @ArchTest
    static final ArchRule theCoreNeedsTheJdkAlone = classes()
            .that()
            .resideInAPackage("io.codecollab.crdt..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.codecollab.crdt..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.codecollab.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nullIsAlwaysSaid =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
