package dev.midge.it;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Who may depend on whom. */
class ArchitectureTest {

    /** Named one by one: looking for them on the class path would open every library. */
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .importPaths(
                    Path.of("..", "protocol", "target", "classes"),
                    Path.of("..", "auth", "target", "classes"),
                    Path.of("..", "server", "target", "classes"),
                    Path.of("..", "fixture", "target", "classes"));

    @Test
    void theClassesOfEveryModuleAreLookedAt() {
        assertThat(PRODUCTION.contain("dev.midge.protocol.ProtocolParser")).isTrue();
        assertThat(PRODUCTION.contain("dev.midge.auth.AuthenticatorChain")).isTrue();
        assertThat(PRODUCTION.contain("dev.midge.server.Server")).isTrue();
        assertThat(PRODUCTION.contain("dev.midge.junit.NatsServer")).isTrue();
    }

    @Test
    void protocolDependsOnTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.midge.protocol..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.midge.protocol..",
                        "java..",
                        "org.jspecify.annotations..",
                        "com.google.errorprone.annotations..")
                .check(PRODUCTION);
    }

    @Test
    void jsonDoesNotDependOnTheRestOfProtocol() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.protocol.json..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.midge.protocol..")
                        .and(not(resideInAPackage("dev.midge.protocol.json.."))))
                .check(PRODUCTION);
    }

    @Test
    void subjectsDoNotDependOnTheRestOfProtocol() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.protocol.subject..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.midge.protocol..")
                        .and(not(resideInAPackage("dev.midge.protocol.subject.."))))
                .check(PRODUCTION);
    }

    @Test
    void authKnowsNoNetworkNoServerAndNoConfigurationFile() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.auth..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "dev.midge.server..", "com.typesafe.config..")
                .check(PRODUCTION);
    }

    @Test
    void authKnowsOfProtocolOnlySubjectsAndJson() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.auth..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.midge.protocol..")
                        .and(not(resideInAnyPackage("dev.midge.protocol.subject..", "dev.midge.protocol.json.."))))
                .check(PRODUCTION);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.midge.(**)").should().beFreeOfCycles().check(PRODUCTION);
    }

    @Test
    void configurationKnowsNothingBelowItInTheServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.server.config..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "dev.midge.server.net..",
                        "dev.midge.server.connection..",
                        "dev.midge.server.account..",
                        "dev.midge.server.monitor..",
                        "io.netty.."))
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void configurationIsReadInLayers() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("options")
                .definedBy("dev.midge.server.config")
                .layer("blocks")
                .definedBy("dev.midge.server.config.block..")
                .layer("accounts")
                .definedBy("dev.midge.server.config.account..")
                .layer("values")
                .definedBy("dev.midge.server.config.value..")
                .layer("language")
                .definedBy("dev.midge.server.config.language..")
                .whereLayer("options")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("blocks")
                .mayOnlyBeAccessedByLayers("options")
                .whereLayer("accounts")
                .mayOnlyBeAccessedByLayers("options", "blocks")
                .whereLayer("values")
                .mayOnlyBeAccessedByLayers("options", "blocks", "accounts")
                .check(PRODUCTION);
    }

    @Test
    void onlyConfigurationSeesTheTreeOfAFileAndItsReaders() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.midge.server.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.midge.server.config.block..",
                        "dev.midge.server.config.account..",
                        "dev.midge.server.config.language..")
                .check(PRODUCTION);
    }

    @Test
    void theLanguageOfConfigurationFilesKnowsNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.server.config.language..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.midge..")
                        .and(not(resideInAPackage("dev.midge.server.config.language.."))))
                .check(PRODUCTION);
    }

    @Test
    void accountsDoNotKnowWhatAConnectionIs() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.server.account..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.midge.server.net..", "dev.midge.server.monitor..")
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void onlyTheServerDependsOnMonitoring() {
        noClasses()
                .that(not(resideInAPackage("dev.midge.server.monitor..")).and(not(belongTo(simpleName("Monitoring")))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.midge.server.monitor..")
                .check(PRODUCTION);
    }

    @Test
    void nothingOfTheServerDependsOnTheFixture() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.midge.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.midge.junit..", "org.junit..")
                .check(PRODUCTION);
    }

    @Test
    void theFixtureNeedsJUnitOnlyForItsAnnotationAndItsExtension() {
        noClasses()
                .that(resideInAPackage("dev.midge.junit..")
                        .and(not(simpleName("StartNats")))
                        .and(not(simpleName("StartNatsExtension")))
                        .and(not(simpleName("NatsExtension")))
                        .and(not(simpleName("FailedTest"))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.opentest4j..")
                        .or(simpleName("StartNatsExtension"))
                        .or(simpleName("NatsExtension")))
                .check(PRODUCTION);
    }

    @Test
    void theFixtureUsesWhatAnyEmbeddingProgramCanUse() {
        noClasses()
                .that()
                .resideInAPackage("dev.midge.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.midge.server.net..", "dev.midge.server.monitor..", "dev.midge.protocol..")
                .check(PRODUCTION);
    }

    @Test
    void onlyConfigurationReadsConfigurationFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.midge.server.config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .check(PRODUCTION);
    }
}
